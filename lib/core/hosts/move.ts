import { type Candidate, chooseHost } from "./choose";

type Named = Candidate & { name: string };

/** Where a database moves to, or why it cannot be moved now and what to do. */
export type MoveDecision<H> =
  | { allowed: true; host: H }
  | { allowed: false; reason: "host_unknown" | "unchanged" | "no_room" | "no_host_ready"; message: string };

/**
 * Decides where a database goes: to the host that is named (by name or id), else to the one with the most free memory but its own.
 * `reservedByHost` and `needBytes` as for a placement.
 */
export function decideMove<H extends Named>(wanted: {
  from: string;
  to: string | undefined;
  hosts: readonly H[];
  reservedByHost: ReadonlyMap<string, number>;
  needBytes: number;
}): MoveDecision<H> {
  const { from, to, hosts, ...room } = wanted;
  const meant = hosts.filter(({ id, name }) => to === undefined || to === name || to === id);
  if (meant.length === 0)
    return { allowed: false, reason: "host_unknown", message: `There is no host ${to ?? ""} in the Swarm.` };
  const others = meant.filter(({ id }) => id !== from);
  if (others.length === 0)
    return to === undefined
      ? {
          allowed: false,
          reason: "no_host_ready",
          message: "There is no other host. Add one to the Swarm first.",
        }
      : { allowed: false, reason: "unchanged", message: `The database is on ${to} already.` };
  const choice = chooseHost({ hosts: others, ...room });
  if (choice.allowed) return choice;
  const name = to ?? "No other host";
  const message =
    choice.reason === "no_room"
      ? `${name} has ${to === undefined ? "" : "not "}enough free memory for this database. Choose another host, make room, or add one.`
      : `${name} takes ${to === undefined ? "" : "no "}databases now: its state stands on the Instance page.`;
  return { allowed: false, reason: choice.reason, message };
}
