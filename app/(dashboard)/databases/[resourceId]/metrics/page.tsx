import { ChartLine } from "lucide-react";
import type { Metadata } from "next";
import { Suspense } from "react";
import { FiringAlerts } from "@/components/databases/firing-alerts";
import { Alert } from "@/components/ui/alert";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { SeriesInput } from "@/lib/contract/stats";
import { listAlertReceivers } from "@/lib/services/stats/list-alert-receivers";
import { databaseOfPage } from "@/lib/web/database";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { AdviceList } from "./advice-list";
import { AlertReceivers } from "./alert-receivers";
import { AlertRules } from "./alert-rules";
import { LazyCharts } from "./lazy-charts";
import { RangeBar } from "./range-bar";

export const metadata: Metadata = { title: "Metrics" };

type MetricsPageProps = {
  params: Promise<{ resourceId: string }>;
  searchParams: Promise<{ range?: string; from?: string; to?: string }>;
};

export default async function MetricsPage({ params, searchParams }: MetricsPageProps) {
  const { resourceId, status, appName } = await databaseOfPage((await params).resourceId);
  const asked = await searchParams;
  if (status !== "running")
    return (
      <EmptyState icon={ChartLine} title="No figures now">
        Charts show here while the database runs.
      </EmptyState>
    );
  const parsed = SeriesInput.safeParse({ ...asked, resourceId });
  const { range, from, to } = parsed.success ? parsed.data : { range: "1h" as const };
  return (
    <div className="grid gap-8">
      <FiringAlerts resourceId={resourceId} />
      <Section title="Charts">
        <RangeBar range={from ? null : range} from={from} to={to} />
        {!parsed.success && (
          <Alert tone="warning" title={parsed.error.issues[0]?.message ?? "This range cannot be shown."}>
            The last hour is shown instead.
          </Alert>
        )}
        <LazyCharts resourceId={resourceId} range={from && to ? { from, to } : { range }} />
      </Section>
      <Section
        title="Advice"
        description="From the figures of the last 14 days of this database, and from nothing else."
      >
        <AdviceList resourceId={resourceId} />
      </Section>
      <Section
        title="Alerts"
        description="An alert fires once its figure has been above the threshold for the whole duration. That it fires and that it is over are lines of the app's activity."
      >
        <Suspense fallback={<Skeleton className="h-5 w-64" />}>
          <Receivers resourceId={resourceId} appName={appName} />
        </Suspense>
        <AlertRules resourceId={resourceId} />
      </Section>
    </div>
  );
}

async function Receivers({ resourceId, appName }: { resourceId: string; appName: string }) {
  const receivers = await orNotFound(listAlertReceivers(await requireContext(), { resourceId }));
  return <AlertReceivers appName={appName} receivers={receivers} />;
}
