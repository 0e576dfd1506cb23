import { Database } from "lucide-react";
import { LastProven } from "@/components/backups/last-proven";
import { FiringAlerts } from "@/components/databases/firing-alerts";
import { GroupNodes } from "@/components/databases/group-nodes";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { DatabaseView } from "@/lib/contract/databases";
import { databaseOfPage, findDatabaseOfFrame } from "@/lib/web/database";
import { DatabaseFacts } from "./database-facts";
import { QuietFigures } from "./figure-card";
import { Figures } from "./figures";
import { StatsCards } from "./stats-cards";

type DatabasePageProps = { params: Promise<{ resourceId: string }> };

export default function DatabasePage({ params }: DatabasePageProps) {
  const database = findDatabaseOfFrame();
  return database ? <Overview database={database} /> : <ReadOverview params={params} />;
}

async function ReadOverview({ params }: DatabasePageProps) {
  return <Overview database={await databaseOfPage((await params).resourceId)} />;
}

function Overview({ database }: { database: DatabaseView }) {
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
