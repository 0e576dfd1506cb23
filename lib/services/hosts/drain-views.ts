import type { DrainView } from "../../contract/hosts";
import { type DrainMoveRow, type DrainRow, listDrainMoves, listNewestDrains } from "../../db/host-drains";
import type { Host } from "../../ports/docker-engine";
import { listStaying, type Staying } from "./staying";

/** By host id the newest drain of each; a host that never had one is missing. */
export async function drainViews(hosts: readonly Host[]): Promise<ReadonlyMap<string, DrainView>> {
  const drains = await listNewestDrains();
  const moves = await listDrainMoves(drains.map(({ id }) => id));
  const views = drains.map(async (drain): Promise<[string, DrainView]> => {
    const isOn = drain.status === "running" || drain.status === "done";
    const staying = isOn ? await listStaying(hosts, drain.hostId) : [];
    const own = moves.filter(({ drainId }) => drainId === drain.id);
    return [drain.hostId, viewOf(drain, own, staying)];
  });
  return new Map(await Promise.all(views));
}

const viewOf = (drain: DrainRow, moves: readonly DrainMoveRow[], staying: readonly Staying[]): DrainView => ({
  status: drain.status,
  atOnce: drain.atOnce,
  by: drain.actor?.email ?? null,
  moves: moves.map(({ resourceId, appName, operationId, status }) => ({
    resourceId,
    appName,
    operationId,
    status,
  })),
  staying: [...staying],
  reason: drain.reason,
  createdAt: drain.createdAt.toISOString(),
  endedAt: drain.endedAt?.toISOString() ?? null,
});
