"use client";
import { useQuery } from "@tanstack/react-query";
import { AskAgain } from "@/components/data/ask-again";
import { latencyQuery } from "@/components/data/queries";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import type { ApiLatency } from "@/lib/contract/api/diagnostics";

const RIGHT = "text-right whitespace-nowrap";
const COLUMNS = [
  "Command",
  { name: "Calls", className: RIGHT },
  { name: "Share of time", className: RIGHT },
  { name: "Mean", className: RIGHT },
  { name: "Median", className: RIGHT },
  { name: "99 of 100", className: RIGHT },
];

const inMs = (ms: number | null): string => (ms === null ? "not told" : `${ms.toFixed(ms < 1 ? 3 : 1)} ms`);

/** How long commands take within the server, and the way to it. */
export function Latency({ resourceId }: { resourceId: string }) {
  const { data, error, refetch } = useQuery(latencyQuery(resourceId));
  return (
    <Section
      title="Latency"
      description="How long commands took within Redis since its statistics began, without the way to your app."
    >
      {error && <AskAgain error={error} onRetry={() => void refetch()} />}
      {!data && !error && <PageSkeleton rows={5} />}
      {data && (
        <>
          <p role="status">
            A round from Berth to Redis and back takes {Math.min(...data.ping_ms).toFixed(1)} to{" "}
            {Math.max(...data.ping_ms).toFixed(1)} ms.
          </p>
          <Events latency={data} />
          <TextTable>
            <TableHead columns={COLUMNS} />
            <tbody>
              {data.commands.map(({ command, calls, mean_ms, share_ratio, p50_ms, p99_ms }) => (
                <TableRow key={command}>
                  <TableCell className="font-mono text-xs">{command}</TableCell>
                  <TableCell className={RIGHT}>{calls.toLocaleString("en")}</TableCell>
                  <TableCell className={RIGHT}>{(share_ratio * 100).toFixed(1)} %</TableCell>
                  <TableCell className={RIGHT}>{inMs(mean_ms)}</TableCell>
                  <TableCell className={RIGHT}>{inMs(p50_ms)}</TableCell>
                  <TableCell className={RIGHT}>{inMs(p99_ms)}</TableCell>
                </TableRow>
              ))}
            </tbody>
          </TextTable>
        </>
      )}
    </Section>
  );
}

function Events({ latency: { events, monitor_ms } }: { latency: ApiLatency }) {
  if (monitor_ms === 0 && events.length === 0)
    return (
      <p className="text-muted-foreground">
        Redis notes no delays by itself here: its setting latency-monitor-threshold is 0.
      </p>
    );
  if (events.length === 0) return <p>No delay of {monitor_ms} ms and more was noted.</p>;
  return (
    <TextTable>
      <TableHead
        columns={["Delay", "Last", { name: "Took", className: RIGHT }, { name: "Longest", className: RIGHT }]}
      />
      <tbody>
        {events.map(({ name, at, latest_ms, highest_ms }) => (
          <TableRow key={name}>
            <TableCell className="font-mono text-xs">{name}</TableCell>
            <TableCell>
              <RelativeTime value={at} />
            </TableCell>
            <TableCell className={RIGHT}>{latest_ms} ms</TableCell>
            <TableCell className={RIGHT}>{highest_ms} ms</TableCell>
          </TableRow>
        ))}
      </tbody>
    </TextTable>
  );
}
