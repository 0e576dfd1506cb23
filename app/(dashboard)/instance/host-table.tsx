import { Alert } from "@/components/ui/alert";
import { Meter } from "@/components/ui/meter";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import type { HostView } from "@/lib/contract/instance";
import { HOST_OWN_BYTES } from "@/lib/core/hosts/choose";
import { formatBytes } from "@/lib/core/units";
import { HostDrain } from "./host-drain";

export function HostTable({ hosts }: { hosts: HostView[] | null }) {
  if (hosts === null)
    return <Alert tone="warning" title="The Docker engine does not answer: the findings say what to do." />;
  return (
    <TextTable>
      <TableHead
        columns={[
          "Host",
          "State",
          "Memory",
          { name: "Processor", from: "sm" },
          { name: "Nodes", from: "md" },
        ]}
      />
      <tbody>
        {hosts.map((host) => (
          <HostRow key={host.id} host={host} hasOthers={hosts.length > 1} />
        ))}
      </tbody>
    </TextTable>
  );
}

const NOTE = "text-muted-foreground text-xs";

function HostRow({ host, hasOthers }: { host: HostView; hasOthers: boolean }) {
  const { name, memoryBytes, promisedBytes, othersBytes, freeBytes, cpus, promisedCpus, databases } = host;
  const { engineVersion } = host;
  return (
    <TableRow>
      <TableCell className="align-top font-medium break-all">
        {name}
        <p className={`${NOTE} whitespace-nowrap`}>Docker {engineVersion}</p>
      </TableCell>
      <TableCell className="align-top">
        <HostState host={host} />
        <HostDrain host={host} hasOthers={hasOthers} />
      </TableCell>
      <TableCell className="min-w-40 align-top">
        {formatBytes(promisedBytes)} of {formatBytes(memoryBytes)} promised
        <Meter usedRatio={1 - Math.max(0, freeBytes) / memoryBytes} className="my-1 max-w-48" />
        <p className={NOTE}>
          {freeBytes < 0 ? `${formatBytes(-freeBytes)} too much` : `${formatBytes(freeBytes)} free`}
          {othersBytes > 0 && `, ${formatBytes(othersBytes)} reserved by others`};{" "}
          {formatBytes(HOST_OWN_BYTES)} stay with the system
        </p>
      </TableCell>
      <TableCell className="hidden align-top sm:table-cell">
        {promisedCpus.toLocaleString("en")} of {cpus.toLocaleString("en")} cores promised
      </TableCell>
      <TableCell className="hidden align-top md:table-cell">{databases.toLocaleString("en")}</TableCell>
    </TableRow>
  );
}

const AWAY = {
  paused: ["neutral", "Paused", "What runs there goes on; nothing new is placed there."],
  drained: ["warning", "Drained", "Nothing runs there until its availability is active again."],
  down: ["danger", "Gone", "The machine does not answer. What stands there comes back with it."],
} as const;

function HostState({ host: { state, since, isReachable } }: { host: HostView }) {
  if (state === "ready" && isReachable) return <Status tone="success">Takes databases</Status>;
  const [tone, word, note] =
    state === "ready" || state === "left"
      ? ([
          "neutral",
          "Apps only",
          "Berth does not reach its engine: no database is made here. A new host needs Berth's proxy image first.",
        ] as const)
      : AWAY[state];
  return (
    <>
      <Status tone={tone}>{word}</Status>
      <p className={NOTE}>
        {state !== "ready" && since !== null && (
          <>
            Since <RelativeTime value={since} />.{" "}
          </>
        )}
        {note}
      </p>
    </>
  );
}
