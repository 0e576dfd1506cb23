import { MIB } from "../units";

/** Memory left to the host's own system, in bytes. */
export const HOST_OWN_BYTES = 512 * MIB;

/** A host as placement sees it. Sizes in bytes. */
export type Candidate = {
  id: string;
  memoryBytes: number;
  reservedByOthersBytes: number;
  isReady: boolean;
  isReachable: boolean;
};

/** Why it is that host: its free memory, in bytes, the most of so many hosts that take nodes. */
export type PlacementReason = { freeBytes: number; hosts: number };

/** Where a node goes, or why there is no such place. */
export type HostChoice<H> =
  | { allowed: true; host: H; reason: PlacementReason }
  | { allowed: false; reason: "no_host_ready" | "no_room" };

/** Memory of a host that is promised to nobody, `reservedBytes` being what our own nodes reserve; below zero where too much was. */
export const freeBytesOf = (
  host: Pick<Candidate, "memoryBytes" | "reservedByOthersBytes">,
  reservedBytes: number,
): number => host.memoryBytes - HOST_OWN_BYTES - host.reservedByOthersBytes - reservedBytes;

/**
 * Chooses where a node goes: the ready and reachable host with the most free memory, the lowest id among equals. `reservedByHost`
 * holds what our own nodes reserve by host id, in bytes; a host that is not in it has none.
 */
export function chooseHost<H extends Candidate>(wanted: {
  hosts: readonly H[];
  reservedByHost: ReadonlyMap<string, number>;
  needBytes: number;
}): HostChoice<H> {
  const { hosts, reservedByHost, needBytes } = wanted;
  const usable = hosts.filter((host) => host.isReady && host.isReachable);
  if (usable.length === 0) return { allowed: false, reason: "no_host_ready" };
  const freeBytes = (host: H): number => freeBytesOf(host, reservedByHost.get(host.id) ?? 0);
  const [best] = usable
    .filter((host) => freeBytes(host) >= needBytes)
    .sort((a, b) => freeBytes(b) - freeBytes(a) || (a.id < b.id ? -1 : 1));
  if (!best) return { allowed: false, reason: "no_room" };
  const reason = { freeBytes: freeBytes(best), hosts: usable.length };
  return { allowed: true, host: best, reason };
}
