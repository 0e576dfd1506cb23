import { randomUUID } from "node:crypto";
import { UndoChangeInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { chooseHost } from "../../core/hosts/choose";
import type { Tx } from "../../db/client";
import { loadDatabase, lockPlacement, type NodeRow, sumReservations } from "../../db/databases";
import { insertEvent } from "../../db/events";
import { reviveNode } from "../../db/nodes";
import { insertOperation, loadOperation } from "../../db/operations";
import type { Host } from "../../ports/docker-engine";
import { changeApp, requireDatabase } from "../access";
import type { Context } from "../context";
import { operationView } from "../operations/view";
import { assertDataNoted, assertOldData } from "./data-gone";
import { assertImages } from "./images";
import { findUndo } from "./undo";

/**
 * Begins the way back to data, plan and version as they were at the last change.
 * @throws DomainError `not_found`; `invalid` without the yes to losing later writes; `conflict` when the old data is gone, its host has
 * no room to start it, or another operation runs (named).
 */
export async function undoChange(ctx: Context, input: UndoChangeInput): Promise<OperationView> {
  const { app, addon } = await requireDatabase(ctx, UndoChangeInput.parse(input).resourceId);
  const { resourceId } = addon;
  const now = new Date();
  const hosts = await ctx.engine.listHosts();
  const database = await loadDatabase(addon.databaseId);
  const active = database.nodes.find(({ status }) => status === "active");
  const undo = active && findUndo(database, active, now);
  if (addon.status !== "running" || !undo) throw gone();
  assertDataNoted(ctx, database, addon);
  const { node } = undo;
  await assertImages(ctx, node.version);
  await assertOldData(ctx, resourceId, node);
  const change = {
    fromPlanId: active.planId,
    toPlanId: node.planId,
    fromVersion: active.version,
    toVersion: node.version,
  };
  const id = randomUUID();
  const actorId = ctx.actor.userId;
  const databaseId = database.id;
  await changeApp(ctx, app, async (tx) => {
    await insertOperation(tx, { id, kind: "undo-change", appId: app.id, databaseId, actorId, change });
    await keepRoom(tx, node, hosts);
    if (!(await reviveNode(tx, { nodeId: node.id, predecessorId: active.id, now }))) throw gone();
    const data = { resourceId, planId: node.planId, version: node.version };
    const event = { appId: app.id, databaseId, operationId: id, actorId };
    await insertEvent(tx, { ...event, type: "undo_change", data });
  });
  return operationView(await loadOperation(id));
}

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
