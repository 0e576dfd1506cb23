import { type Candidate, chooseHost } from "./choose";

type Named = Candidate & { name: string };

/** Where a database moves to, or why it cannot be moved now and what to do. */
export type MoveDecision<H> =
  | { allowed: true; host: H }
  | {
      allowed: false;
      reason: "host_unknown" | "unchanged" | "host_taken" | "no_room" | "no_host_ready";
      message: string;
    };

/**
 * Decides where a database, or a node of it, goes: to the host that is named (by name or id), else to the one with the most free memory but
 * its own. `taken` are the hosts of its other nodes. `reservedByHost` and `needBytes` as for a placement.
 */
export function decideMove<H extends Named>(wanted: {
  from: string;
  to: string | undefined;
  taken?: readonly string[];
  hosts: readonly H[];
  reservedByHost: ReadonlyMap<string, number>;
  needBytes: number;
}): MoveDecision<H> {
  const { from, to, taken = [], hosts, ...room } = wanted;
  const meant = hosts.filter(({ id, name }) => to === undefined || to === name || to === id);
  const others = meant.filter(({ id }) => id !== from);
  const free = others.filter(({ id }) => !taken.includes(id));
  if (free.length === 0) return refusalOf(to, { meant: meant.length, others: others.length });
  const choice = chooseHost({ hosts: free, ...room });
  if (choice.allowed) return choice;
  const name = to ?? "No other host";
  const message =
    choice.reason === "no_room"
      ? `${name} has ${to === undefined ? "" : "not "}enough free memory for this database. Choose another host, make room, or add one.`
      : `${name} takes ${to === undefined ? "" : "no "}databases now: its state stands on the Instance page.`;
  return { allowed: false, reason: choice.reason, message };
}

/** Why there is no host to look for room on. */
function refusalOf(
  to: string | undefined,
  { meant, others }: { meant: number; others: number },
): MoveDecision<never> & { allowed: false } {
  const refuse = (reason: "host_unknown" | "unchanged" | "host_taken" | "no_host_ready", message: string) =>
    ({ allowed: false, reason, message }) as const;
  if (meant === 0) return refuse("host_unknown", `There is no host ${to ?? ""} in the Swarm.`);
  if (others > 0 && to === undefined)
    return refuse("no_host_ready", "Each other host has a node of it already. Add one to the Swarm first.");
  if (to === undefined) return refuse("no_host_ready", "There is no other host. Add one to the Swarm first.");
  return others > 0
    ? refuse("host_taken", `${to} has another node of it already: each stands on a host of its own.`)
    : refuse("unchanged", `The database is on ${to} already.`);
}
