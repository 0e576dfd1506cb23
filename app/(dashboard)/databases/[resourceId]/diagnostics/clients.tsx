"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plug } from "lucide-react";
import { AskAgain } from "@/components/data/ask-again";
import { clientsQuery } from "@/components/data/queries";
import { Operators } from "@/components/roles/role";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { ACTIONS, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import type { ApiClient } from "@/lib/contract/api/diagnostics";
import { endClient } from "@/lib/contract/data-client";
import { formatDuration, SECOND_MS } from "@/lib/core/units";

const COLUMNS = [
  "Address",
  "Name",
  { name: "Library", from: "md" as const },
  "Connected",
  "Idle",
  "Last command",
  { name: "User", from: "md" as const },
  ACTIONS,
];

const seconds = (count: number): string => formatDuration(count * SECOND_MS);

/** Who is connected, and a way to end a connection. */
export function Clients({ resourceId }: { resourceId: string }) {
  const { data, error, refetch } = useQuery(clientsQuery(resourceId));
  const client = useQueryClient();
  const disconnect = useMutation({
    mutationFn: (row: ApiClient) => endClient(resourceId, row),
    onSettled: () => client.invalidateQueries({ queryKey: clientsQuery(resourceId).queryKey }),
  });
  return (
    <Section
      title="Clients"
      description="Connections but Berth's own and the gateway's. Apps come through the gateway: the address is its own, and a name set by the client tells them apart."
    >
      {error && <AskAgain error={error} onRetry={() => void refetch()} />}
      {disconnect.error && (
        <p role="alert" className="text-destructive">
          {disconnect.error.message}
        </p>
      )}
      {!data && !error && <PageSkeleton rows={3} />}
      {data?.length === 0 && (
        <EmptyState icon={Plug} title="Nobody is connected">
          The Connect button says how your app gets in.
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <TextTable>
          <TableHead columns={COLUMNS} />
          <tbody>
            {data.map((row) => (
              <ClientRow
                key={row.id}
                row={row}
                isPending={disconnect.isPending}
                onDisconnect={() => disconnect.mutate(row)}
              />
            ))}
          </tbody>
        </TextTable>
      )}
    </Section>
  );
}

type ClientRowProps = { row: ApiClient; isPending: boolean; onDisconnect: () => void };

function ClientRow({ row, isPending, onDisconnect }: ClientRowProps) {
  const { address, name, library, age_seconds, idle_seconds, last_command, user } = row;
  return (
    <TableRow>
      <TableCell className="font-mono text-xs">{address}</TableCell>
      <TableCell>{name || "–"}</TableCell>
      <TableCell className="hidden md:table-cell">{library ?? "not told"}</TableCell>
      <TableCell className="whitespace-nowrap">{seconds(age_seconds)}</TableCell>
      <TableCell className="whitespace-nowrap">{seconds(idle_seconds)}</TableCell>
      <TableCell className="font-mono text-xs">{last_command}</TableCell>
      <TableCell className="hidden md:table-cell">{user}</TableCell>
      <TableCell className="text-right">
        <Operators>
          <Button
            size="sm"
            variant="destructive-outline"
            aria-label={`Disconnect ${name || address}`}
            disabled={isPending}
            onClick={onDisconnect}
          >
            Disconnect
          </Button>
        </Operators>
      </TableCell>
    </TableRow>
  );
}
