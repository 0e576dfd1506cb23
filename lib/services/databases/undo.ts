import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { RedisInfo } from "../../ports/redis-admin";

/** The node before the last change, while its data is kept; null when there is no way back, as to or from a group. */
export function findUndo(
  { nodes }: DatabaseRow,
  active: NodeRow,
  now: Date,
): { node: NodeRow; until: Date } | null {
  const node = nodes.find(({ id }) => id === active.predecessorId);
  if (active.groupNumber !== null || node?.groupNumber !== null) return null;
  if (!active.tookOverAt || node.status !== "removed" || node.volumeRemovedAt) return null;
  const until = node.volumeKeptUntil;
  return until && until > now ? { node, until } : null;
}

/** Bytes of writes since the node took over; null when its history of writes began anew since. */
export const bytesSince = (active: NodeRow, info: RedisInfo): number | null =>
  active.tookOverOffset !== null && active.tookOverReplicationId === info.replicationId
    ? Math.max(0, info.replicationOffset - active.tookOverOffset)
    : null;
