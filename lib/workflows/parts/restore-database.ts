import { membersOf } from "../../core/availability/members";
import { gatewayName, publicGateName } from "../../core/databases/names";
import { transaction } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { setDataBack, setDataGone } from "../../db/node-volumes";
import type { NodeRow } from "../../db/nodes";
import type { WorkflowContext } from "../deps";
import { applyNetworks, applyNode, applyNodeSecrets, nameOf, removeNode, servingNode } from "./database";
import { applyGateway } from "./gateway";
import { findData, isStoppedWithoutData, recordLoss, recordReturn, volumeOf } from "./lost-data";
import { applyPublicGate } from "./public-gate";
import { applySentinels } from "./sentinels";

/** Brings back what is missing of a database that should serve; a node whose data is gone is not started without it. */
export async function restoreDatabase(
  world: WorkflowContext,
  database: DatabaseRow,
  services: ReadonlySet<string>,
): Promise<void> {
  const members = membersOf(database.nodes);
  for (const node of members) await restoreMember(world, database, { node, services });
  if (members.length === 0) await restoreNode(world, database, services);
  await noteKeptData(world, database);
  const name = nameOf(world, database);
  if (!services.has(gatewayName(name))) {
    await applyNetworks(world, database);
    await applyGateway(world, database);
  } else if (!services.has(publicGateName(name))) await applyPublicGate(world, database);
}

/** A node of a group that has lost its data is left alone: the others serve, and one that began empty would be no loss of theirs. */
async function restoreMember(
  world: WorkflowContext,
  database: DatabaseRow,
  { node, services }: { node: NodeRow; services: ReadonlySet<string> },
): Promise<void> {
  if (services.has(volumeOf(world, database, node))) return;
  if ((await findData(world, database, node)) === false) return;
  await applyNetworks(world, database);
  await applySentinels(world);
  await applyNodeSecrets(world, database, node, { isGatewayOn: true });
  await applyNode(world, database, node);
}

async function restoreNode(
  world: WorkflowContext,
  database: DatabaseRow,
  services: ReadonlySet<string>,
): Promise<void> {
  const node = servingNode(database);
  if (services.has(volumeOf(world, database, node))) {
    if (!(await isStoppedWithoutData(world, database, node))) return recordReturn(world, database, node);
    // It would be started again every second; and the volume is free for whoever brings it back.
    await removeNode(world, database, node);
    return recordLoss(world, database, node);
  }
  const hasData = await findData(world, database, node);
  if (hasData === false) return recordLoss(world, database, node);
  // What was seen to be gone has to be seen again.
  if (hasData === null && node.dataGoneAt) return;
  await applyNetworks(world, database);
  await applyNodeSecrets(world, database, node, { isGatewayOn: true });
  await applyNode(world, database, node);
  await recordReturn(world, database, node);
}

/** Whether the way back is still there, for the pages that offer it. */
async function noteKeptData(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  const { predecessorId } = servingNode(database);
  const kept = database.nodes.find(({ id }) => id === predecessorId);
  if (!kept?.volumeKeptUntil || kept.volumeRemovedAt || kept.status !== "removed") return;
  const hasData = await findData(world, database, kept);
  if (hasData === null || hasData === (kept.dataGoneAt === null)) return;
  await transaction((tx) => (hasData ? setDataBack(tx, kept.id) : setDataGone(tx, kept.id)));
}
