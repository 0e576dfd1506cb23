import type { Metadata } from "next";
import { LogPage } from "@/components/logs/log-page";
import { LogsInput } from "@/lib/contract/logs";
import { listLogOperations } from "@/lib/services/logs/list-log-operations";
import { listLogs } from "@/lib/services/logs/list-logs";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "Logs" };

const SOURCES = [
  { value: "", label: "Nodes and gateway" },
  { value: "node", label: "Nodes" },
  { value: "gateway", label: "Gateway" },
];

type LogsPageProps = {
  params: Promise<{ resourceId: string }>;
  searchParams: Promise<{ source?: string; q?: string; operation?: string; at?: string }>;
};

export default async function LogsPage({ params, searchParams }: LogsPageProps) {
  const ctx = await requireContext();
  const { resourceId } = await params;
  const read = LogsInput.safeParse({ ...(await searchParams), resourceId });
  const asked = read.success ? read.data : LogsInput.parse({ resourceId });
  const [logs, operations] = await orNotFound(
    Promise.all([listLogs(ctx, asked), listLogOperations(ctx, { resourceId })]),
  );
  return (
    <LogPage
      description="What the nodes and the gateway write, also those that are no more; kept for 14 days."
      path={`/databases/${resourceId}/logs`}
      apiPath={`/api/ui/databases/${resourceId}/logs`}
      asked={asked}
      logs={logs}
      operations={operations}
      sources={SOURCES}
      empty="Nothing was written that fits. Redis writes when it starts, saves and stops; the gateway when it loses or finds its node."
    />
  );
}
