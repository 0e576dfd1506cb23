"use client";
import { useQuery } from "@tanstack/react-query";
import { containersQuery } from "@/components/apps/queries";
import { Alert } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Status, type Tone } from "@/components/ui/status";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { ContainerView } from "@/lib/contract/apps";
import { shortId } from "@/lib/core/logs/source";
import { FallNote } from "./fall-note";

const STATES: Record<ContainerView["state"], { tone: Tone; word: string }> = {
  starting: { tone: "progress", word: "Starting" },
  running: { tone: "success", word: "Running" },
  stopped: { tone: "neutral", word: "Stopped" },
  failed: { tone: "danger", word: "Failed" },
};

/** The app's containers as the engine knows them, kept up while one looks. */
export function ContainerTable({ app }: { app: string }) {
  const { data, error } = useQuery(containersQuery(app));
  if (!data)
    return error ? (
      <Alert tone="danger" title="The containers cannot be shown now.">
        {error.message}
      </Alert>
    ) : (
      <Skeleton className="h-20" />
    );
  const { containers, falls } = data;
  if (containers.length === 0)
    return <p className="text-muted-foreground">No container runs. A restart starts one.</p>;
  return (
    <div className="grid gap-2">
      {falls && <FallNote app={app} falls={falls} />}
      <Table>
        <TableHead
          columns={[
            "Status",
            "Container",
            { name: "Image", from: "md" },
            { name: "Host", from: "sm" },
            "Started",
          ]}
        />
        <tbody>
          {containers.map((container) => (
            <ContainerRow key={container.id} container={container} />
          ))}
        </tbody>
      </Table>
      {error && <p className="text-muted-foreground text-xs">As last seen: {error.message}</p>}
    </div>
  );
}

function ContainerRow({ container }: { container: ContainerView }) {
  const { tone, word } = STATES[container.state];
  return (
    <TableRow>
      <TableCell>
        <Status tone={tone}>{word}</Status>
        {container.error && <p className="text-destructive max-w-80 text-xs">{container.error}</p>}
      </TableCell>
      <TableCell className="font-mono text-xs" title={container.containerId ?? undefined}>
        {container.containerId === null ? "—" : shortId(container.containerId)}
      </TableCell>
      <TableCell className="hidden max-w-72 truncate font-mono text-xs md:table-cell">
        {container.image}
      </TableCell>
      <TableCell className="hidden sm:table-cell">{container.hostName ?? "—"}</TableCell>
      <TableCell className="text-muted-foreground whitespace-nowrap">
        <RelativeTime value={container.createdAt} />
      </TableCell>
    </TableRow>
  );
}
