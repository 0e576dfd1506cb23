import type { Candidate } from "../hosts/choose";
import type { KnownHost } from "../hosts/state";
import type { Plan } from "../plans/catalog";
import { HOUR_MS } from "../units";
import { chooseGroupHosts } from "./offer";

/** After a node could not be made anew it is tried again so much later, in ms. */
export const REPLACE_AGAIN_MS = HOUR_MS;

/**
 * Since when a host counts as lost for good; null for one that does not. One that left the Swarm is so at once, one that is down once it has
 * been for `afterMs`; a drained one comes back when somebody says so.
 */
function lostSince({ state, since }: Pick<KnownHost, "state" | "since">, afterMs: number): Date | null {
  if (state === "left") return since;
  return state === "down" ? new Date(since.getTime() + afterMs) : null;
}

/** Whether what stands on a host is to be made anew elsewhere; false for a host that nobody knows. */
export function isLost(
  host: Pick<KnownHost, "state" | "since"> | undefined,
  { now, afterMs }: { now: Date; afterMs: number },
): boolean {
  const since = host ? lostSince(host, afterMs) : null;
  return since !== null && since <= now;
}

type Room = {
  hosts: readonly Candidate[];
  reservedByHost: ReadonlyMap<string, number>;
  plan: Plan;
  /** Ids of the hosts of the nodes that are left. */
  taken: readonly string[];
};

/** What is to be said of a node whose host is away: when it is made anew elsewhere, or that it cannot be; null for a host that may come back. */
export function replacementNote(
  host: Pick<KnownHost, "name" | "state" | "since">,
  { now, afterMs, ...room }: Room & { now: Date; afterMs: number },
): string | null {
  const since = lostSince(host, afterMs);
  if (since === null) return null;
  const what = host.state === "left" ? `${host.name} left the Swarm` : `${host.name} is gone`;
  if (!chooseGroupHosts(room).allowed)
    return `${what}, and no other host has room for a node in its place: add one, or bring it back.`;
  return since <= now
    ? `${what}: a node is made in its place on another host.`
    : `${what}: unless it is back by ${since.toISOString()}, a node is made in its place on another host.`;
}

/** What one Sentinel knows of a group: the services of the replicas, and how many Sentinels besides itself. */
export type Knowledge = { replicas: readonly string[]; others: number };

/** Whether a Sentinel counts on a node, or a Sentinel, that is no more: it would wait for its word. */
export const isOutdated = (
  { replicas, others }: Knowledge,
  { members, sentinels }: { members: readonly string[]; sentinels: number },
): boolean => others >= sentinels || replicas.some((name) => !members.includes(name));
