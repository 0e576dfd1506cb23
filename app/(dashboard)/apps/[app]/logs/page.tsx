import type { Metadata } from "next";
import { LogPage } from "@/components/logs/log-page";
import { AppLogsInput } from "@/lib/contract/logs";
import { sourceLabel } from "@/lib/core/logs/source";
import { listAppLogOperations } from "@/lib/services/logs/list-app-log-operations";
import { listAppLogs } from "@/lib/services/logs/list-app-logs";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "Logs" };

const ALL = { value: "", label: "All containers" };

type LogsPageProps = {
  params: Promise<{ app: string }>;
  searchParams: Promise<{ source?: string; q?: string; operation?: string; at?: string }>;
};

export default async function LogsPage({ params, searchParams }: LogsPageProps) {
  const ctx = await requireContext();
  const { app } = await params;
  const read = AppLogsInput.safeParse({ ...(await searchParams), app });
  const asked = read.success ? read.data : AppLogsInput.parse({ app });
  const [logs, operations] = await orNotFound(
    Promise.all([listAppLogs(ctx, asked), listAppLogOperations(ctx, { app })]),
  );
  return (
    <LogPage
      description="What the app's containers write to their standard output and error, also those that are no more: the newest lines of 14 days, 50,000 at most."
      path={`/apps/${app}/logs`}
      apiPath={`/api/ui/apps/${app}/logs`}
      asked={asked}
      logs={logs}
      operations={operations}
      sources={[ALL, ...sourcesOf(logs.sources, asked.source)]}
      empty="Nothing was written that fits. An app's lines are here when it writes them to its standard output or error."
    />
  );
}

/** Containers that are there, and the one that was asked for. */
const sourcesOf = (present: readonly string[], asked: string | undefined) =>
  [...new Set([...present, ...(asked === undefined || asked === "web" ? [] : [asked])])].map((value) => ({
    value,
    label: `Container ${sourceLabel(value)}`,
  }));
