import { Database } from "lucide-react";
import { LastProven } from "@/components/backups/last-proven";
import { FiringAlerts } from "@/components/databases/firing-alerts";
import { GroupNodes } from "@/components/databases/group-nodes";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { getDatabase } from "@/lib/services/databases/get-database";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { DatabaseFacts } from "./database-facts";
import { QuietFigures } from "./figure-card";
import { Figures } from "./figures";
import { StatsCards } from "./stats-cards";

export default async function DatabasePage({ params }: { params: Promise<{ resourceId: string }> }) {
  const database = await orNotFound(getDatabase(await requireContext(), await params));
  const { resourceId, status } = database;
  if (status !== "running")
    return (
      <EmptyState icon={Database} title="No figures now" action={<DatabaseFacts database={database} />}>
        Memory, keys and connections show here while the database runs.
      </EmptyState>
    );
  return (
    <div className="grid gap-8">
      <FiringAlerts resourceId={resourceId} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <LastProven resourceId={resourceId} />
        <TextLink href={`/databases/${resourceId}/backups`}>Backups</TextLink>
      </div>
      <Section title="Figures">
        <Figures resourceId={resourceId} />
      </Section>
      {database.plan.isHighlyAvailable && <GroupNodes resourceId={resourceId} />}
      <DatabaseFacts database={database} />
      <QuietFigures>
        <StatsCards resourceId={resourceId} />
      </QuietFigures>
    </div>
  );
}
