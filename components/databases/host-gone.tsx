"use client";
import { healthQuery } from "@/components/databases/queries";
import { Alert } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { useAnswer } from "@/components/ui/use-answer";
import type { DatabaseView, HostGoneView } from "@/lib/contract/databases";

type HostGoneProps = { database: DatabaseView; className?: string };

const TITLES: Record<HostGoneView["state"], string> = {
  down: "is gone",
  drained: "is drained",
  left: "left the Swarm",
};

/** What happened to the host of a database, and what can be done; nothing while it is well. */
export function HostGone({ database: { resourceId, status }, className }: HostGoneProps) {
  const { data } = useAnswer({ ...healthQuery(resourceId), enabled: status === "running" });
  const gone = data?.now.state === "unreachable" ? data.now.hostGone : null;
  if (!gone) return null;
  const { hostName, state, since, lastSavedAt, backup } = gone;
  return (
    <Alert tone="danger" title={`Host ${hostName} ${TITLES[state]}`} className={className}>
      <p>
        Since <RelativeTime value={since} />. Data last saved there{" "}
        {lastSavedAt === null ? "at a time that is not known" : <RelativeTime value={lastSavedAt} />}. Nobody
        reaches the database until one of these:
      </p>
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        <li>{WAIT[state]}</li>
        {backup ? (
          <li>
            <TextLink href={`/databases/${resourceId}/backups`}>Restore the newest backup</TextLink>, taken{" "}
            <RelativeTime value={backup.createdAt} />: the database then serves from another host. What was
            written since is missing there; what the host still has does not serve again by itself.
          </li>
        ) : (
          <li>There is no backup that could be restored on another host.</li>
        )}
      </ul>
    </Alert>
  );
}

const WAIT: Record<HostGoneView["state"], string> = {
  down: "Wait: once the machine is back, the database serves from there by itself, with all that it had saved.",
  drained: "Wait: once the host's availability is active again, the database serves from there by itself.",
  left: "Waiting is of no use unless the machine's disk is brought back: it does not return as the same host.",
};
