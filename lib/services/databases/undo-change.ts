import type { UndoChangeInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import { changeOfBuild } from "../../core/engines/builds";
import { changeOfEngine } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { chooseHost } from "../../core/hosts/choose";
import type { Tx } from "../../db/client";
import { loadDatabase } from "../../db/databases";
import { lockPlacement, type NodeRow, reviveNode, sumReservations } from "../../db/nodes";
import type { Host } from "../../ports/docker-engine";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";
import { assertDataNoted } from "./data-gone";
import { assertImages } from "./images";
import { assertOldData } from "./old-data";
import { findUndo } from "./undo";

/**
 * Begins the way back to data, plan and version as they were at the last change.
 * @throws DomainError `not_found`; `invalid` without the yes to losing later writes; `conflict` when the old data is gone, its host has
 * no room to start it, or another operation runs (named).
 */
export async function undoChange(ctx: Context, input: UndoChangeInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { resourceId } = addon;
  const now = new Date();
  const [hosts, builds] = await Promise.all([ctx.engine.listHosts(), ctx.engine.listBuilds()]);
  const database = await loadDatabase(addon.databaseId);
  const active = database.nodes.find(({ status }) => status === "active");
  const undo = active && findUndo(database, active, now);
  if (addon.status !== "running" || !undo) throw gone();
  assertDataNoted(ctx, database, addon);
  const { node } = undo;
  await assertImages(ctx, node);
  await assertOldData(ctx, addon, node);
  const change = {
    fromPlanId: active.planId,
    toPlanId: node.planId,
    ...changeOfEngine(active, node),
    fromVersion: active.version,
    toVersion: node.version,
    ...changeOfBuild(builds, active, node),
    fromNodeId: active.id,
    toNodeId: node.id,
  };
  return startOperation(ctx, app, {
    kind: "undo-change",
    databaseId: database.id,
    change,
    events: [{ type: "undo_change", data: dataOf(resourceId, node) }],
    after: async (tx) => {
      await keepRoom(tx, node, hosts);
      if (!(await reviveNode(tx, { nodeId: node.id, predecessorId: active.id, now }))) throw gone();
    },
  });
}

const dataOf = (resourceId: string, { planId, engine, version }: NodeRow) => ({
  resourceId,
  planId,
  engine,
  version,
});

const gone = () =>
  new DomainError(
    "conflict",
    "nothing_to_undo",
    "There is no change to undo: the old data is kept for a day, as long as nobody removes its volume, and only if it could be saved.",
  );

/** Both nodes run for a moment, on the host that holds the old data. */
async function keepRoom(tx: Tx, node: NodeRow, hosts: readonly Host[]): Promise<void> {
  await lockPlacement(tx);
  const choice = chooseHost({
    hosts: hosts.filter(({ id }) => id === node.hostId),
    reservedByHost: await sumReservations(tx),
    needBytes: node.reservedBytes,
  });
  if (choice.allowed) return;
  throw new DomainError(
    "conflict",
    choice.reason,
    "The host that holds the old data has no room to start it again beside the present Redis. Make room, or choose a smaller plan first.",
  );
}
