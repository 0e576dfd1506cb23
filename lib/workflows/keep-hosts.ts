import { type HostState, hostChanges } from "../core/hosts/state";
import { listKnownHosts, upsertHost } from "../db/hosts";
import type { Host } from "../ports/docker-engine";

/** Notes in the records which hosts joined, left, or are otherwise than before; answers those. Safe at any time, and by several workers at once. */
export async function keepHosts(
  hosts: readonly Host[],
  now: Date,
): Promise<{ id: string; name: string; state: HostState }[]> {
  const changes = hostChanges(await listKnownHosts(), hosts);
  for (const change of changes) await upsertHost(change, now);
  return changes;
}
