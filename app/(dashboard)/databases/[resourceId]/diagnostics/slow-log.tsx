"use client";
import { useQuery } from "@tanstack/react-query";
import { Gauge } from "lucide-react";
import { AskAgain } from "@/components/data/ask-again";
import { slowLogQuery } from "@/components/data/queries";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import type { ApiSlowLog } from "@/lib/contract/api/diagnostics";

const COLUMNS = ["When", { name: "Took", className: "text-right" }, "Command", "Client"];

/** Commands that held up all others for a while. */
export function SlowLog({ resourceId }: { resourceId: string }) {
  const { data, error, refetch } = useQuery(slowLogQuery(resourceId));
  return (
    <Section
      title="Slow log"
      description={
        data ? sentenceOf(data) : "Redis runs one command at a time: a slow one holds up all others."
      }
    >
      {error && <AskAgain error={error} onRetry={() => void refetch()} />}
      {!data && !error && <PageSkeleton rows={3} />}
      {data?.entries.length === 0 && (
        <EmptyState icon={Gauge} title="No slow command">
          None was slow since Redis started, or since the log was emptied.
        </EmptyState>
      )}
      {data && data.entries.length > 0 && (
        <TextTable>
          <TableHead columns={COLUMNS} />
          <tbody>
            {data.entries.map(({ id, at, ms, command, client, client_name }) => (
              <TableRow key={id}>
                <TableCell className="whitespace-nowrap">
                  <RelativeTime value={at} />
                </TableCell>
                <TableCell className="text-right whitespace-nowrap">{ms.toFixed(1)} ms</TableCell>
                <TableCell className="font-mono text-xs break-all">{command}</TableCell>
                <TableCell className="text-xs">{client_name || client}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </TextTable>
      )}
    </Section>
  );
}

const sentenceOf = ({ threshold_ms, max }: ApiSlowLog): string =>
  threshold_ms === null
    ? "Redis notes no slow command: slowlog-log-slower-than is off."
    : `The last ${max} commands that took ${threshold_ms} ms and more. Redis runs one at a time: a slow one holds up all others.`;
