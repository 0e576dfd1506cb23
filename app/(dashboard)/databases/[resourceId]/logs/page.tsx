import { Download } from "lucide-react";
import type { Metadata } from "next";
import { Moment } from "@/components/clock/moment";
import { Button, buttonVariants } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { LogsInput } from "@/lib/contract/logs";
import { operationLabel } from "@/lib/core/operations/steps";
import { listLogOperations } from "@/lib/services/logs/list-log-operations";
import { listLogs } from "@/lib/services/logs/list-logs";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { LogView } from "./log-view";

export const metadata: Metadata = { title: "Logs" };

const DOWNLOAD_LINES = "50000";

type LogsPageProps = {
  params: Promise<{ resourceId: string }>;
  searchParams: Promise<{ source?: string; q?: string; operation?: string; at?: string }>;
};

export default async function LogsPage({ params, searchParams }: LogsPageProps) {
  const ctx = await requireContext();
  const { resourceId } = await params;
  const asked = LogsInput.safeParse({ ...(await searchParams), resourceId });
  const input = asked.success ? asked.data : LogsInput.parse({ resourceId });
  const [logs, operations] = await orNotFound(
    Promise.all([listLogs(ctx, input), listLogOperations(ctx, { resourceId })]),
  );
  const { source = "", q = "", operation = "", at } = input;
  const filter = new URLSearchParams({
    ...(source && { source }),
    ...(q && { q }),
    ...(operation && { operation }),
    ...(at && { at }),
  });
  const path = `/api/ui/databases/${resourceId}/logs`;
  return (
    <Section
      title="Logs"
      description="What the nodes and the gateway write, also those that are no more; kept for 14 days."
      action={
        <a
          href={`${path}?${new URLSearchParams([...filter, ["download", "true"], ["limit", DOWNLOAD_LINES]])}`}
          download
          className={buttonVariants()}
        >
          <Download aria-hidden="true" />
          Download
        </a>
      }
    >
      <search>
        <form className="flex flex-wrap items-center gap-2">
          <Select name="source" defaultValue={source} aria-label="Source" className="w-auto">
            <option value="">Nodes and gateway</option>
            <option value="node">Nodes</option>
            <option value="gateway">Gateway</option>
          </Select>
          <Select name="operation" defaultValue={operation} aria-label="Operation" className="w-auto">
            <option value="">Any time</option>
            {operations.map(({ id, kind, createdAt }) => (
              <option key={id} value={id}>
                {operationLabel(kind)}, <Moment value={createdAt} />
              </option>
            ))}
          </Select>
          <Input
            type="search"
            name="q"
            defaultValue={q}
            aria-label="Words"
            placeholder="Words"
            className="w-48"
          />
          <Button type="submit">Search</Button>
        </form>
      </search>
      {at && !operation && (
        <p className="text-muted-foreground">
          Five minutes before and after <Moment value={at} />.{" "}
          <TextLink href={`/databases/${resourceId}/logs`}>The newest lines</TextLink>
        </p>
      )}
      {!logs.isComplete && (
        <p role="status" className="text-muted-foreground">
          The engine does not answer now: the newest lines may be missing.
        </p>
      )}
      <LogView
        key={String(filter)}
        initial={logs.lines}
        words={q}
        at={at ?? null}
        operations={operation || q ? [] : spansOf(operations)}
        followPath={
          operation || q || at ? null : `${path}?${new URLSearchParams([...filter, ["follow", "true"]])}`
        }
      />
    </Section>
  );
}

/** Operations that have ended: what is written during one that runs is what one came to see. */
const spansOf = (operations: Awaited<ReturnType<typeof listLogOperations>>) =>
  operations.flatMap(({ id, kind, createdAt, finishedAt }) =>
    finishedAt ? [{ id, fromAt: createdAt, toAt: finishedAt, label: operationLabel(kind) }] : [],
  );
