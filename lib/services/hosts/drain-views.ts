import type { DrainView } from "../../contract/hosts";
import { type DrainMoveRow, type DrainRow, listDrainMoves, listNewestDrains } from "../../db/host-drains";

/** By host id the newest drain of each; a host that never had one is missing. */
export async function drainViews(): Promise<ReadonlyMap<string, DrainView>> {
  const drains = await listNewestDrains();
  const moves = await listDrainMoves(drains.map(({ id }) => id));
  return new Map(
    drains.map((drain) => [
      drain.hostId,
      viewOf(
        drain,
        moves.filter(({ drainId }) => drainId === drain.id),
      ),
    ]),
  );
}

const viewOf = (drain: DrainRow, moves: readonly DrainMoveRow[]): DrainView => ({
  status: drain.status,
  atOnce: drain.atOnce,
  by: drain.actor?.email ?? null,
  moves: moves.map(({ resourceId, appName, operationId, status }) => ({
    resourceId,
    appName,
    operationId,
    status,
  })),
  reason: drain.reason,
  createdAt: drain.createdAt.toISOString(),
  endedAt: drain.endedAt?.toISOString() ?? null,
});
