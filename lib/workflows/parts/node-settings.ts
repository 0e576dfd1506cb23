import { membersOf } from "../../core/availability/members";
import { engineOf } from "../../core/engines/engines";
import { onlyUnavailable } from "../../core/errors";
import { isSameValue } from "../../core/settings/settings";
import { wantedConfig } from "../../core/settings/wanted-config";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { Deps, WorkflowContext } from "../deps";
import { planOf, targetOfNode } from "./database";
import { startAof, stopAof } from "./features/persistence";
import { saveNode } from "./save-node";

/** A node that was started again from its own files has what was set since its day too. */
export async function catchUpSettings(deps: Deps, database: DatabaseRow, node: NodeRow): Promise<void> {
  const appendonly = await setOthers(deps, database, node);
  if (appendonly) await (appendonly === "yes" ? startAof : stopAof)(deps, database, node);
}

/**
 * Brings the nodes of a group to what was set: one that was lost in the middle of a switch may come back with what that left it. No wait
 * for an append-only file: until it is whole a start reads the save from just before.
 */
export async function keepMembersSettings(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  for (const node of membersOf(database.nodes))
    await keepMemberSettings(world, database, node).catch(onlyUnavailable);
}

async function keepMemberSettings(world: WorkflowContext, database: DatabaseRow, node: NodeRow) {
  const appendonly = await setOthers(world, database, node);
  if (appendonly === "no") await stopAof(world, database, node);
  if (appendonly !== "yes") return;
  await saveNode(world, database, node);
  await world.redis.setConfig(targetOfNode(world, database, node), { appendonly }, { isKept: true });
}

/** Sets what differs from what was set, but for the append-only file: what that is to be, where it is not so. */
async function setOthers(
  world: WorkflowContext,
  database: DatabaseRow,
  node: NodeRow,
): Promise<string | undefined> {
  const target = targetOfNode(world, database, node);
  const where = { engine: engineOf(node.engine), plan: planOf(world, node) };
  const wanted = wantedConfig(database, where);
  const names = Object.keys(wanted);
  if (names.length === 0) return undefined;
  const found = await world.redis.readConfig(target, names);
  const { appendonly, ...others } = Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => !isSameValue(name, found[name], value)),
  );
  if (Object.keys(others).length > 0) await world.redis.setConfig(target, others, { isKept: true });
  return appendonly;
}
