import { type HostState, hostChanges, hostNews } from "../core/hosts/state";
import { insertEvent } from "../db/events";
import { listKnownHosts, upsertHost } from "../db/hosts";
import type { Host } from "../ports/docker-engine";

/**
 * Notes in the records which hosts joined, left, or are otherwise than before, and tells of it, but for those that were there when Berth
 * came; answers those. Safe at any time, and by several workers at once.
 */
export async function keepHosts(
  hosts: readonly Host[],
  now: Date,
): Promise<{ id: string; name: string; state: HostState }[]> {
  const known = await listKnownHosts();
  const changes = hostChanges(known, hosts);
  for (const change of changes)
    await upsertHost(change, now, async (tx, before) => {
      const type = known.length === 0 ? null : hostNews(before, change.state);
      if (type) await insertEvent(tx, { appId: null, actorId: null }, { type, data: { host: change.name } });
    });
  return changes;
}
