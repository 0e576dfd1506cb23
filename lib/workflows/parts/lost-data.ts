import { nodeName } from "../../core/databases/names";
import { DATA_GONE_EXIT_CODE, dataGone, nodeVolume } from "../../core/databases/node-volume";
import { DomainError, onlyUnavailable } from "../../core/errors";
import { transaction } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { insertEvent } from "../../db/events";
import { setDataBack, setDataGone } from "../../db/node-volumes";
import type { NodeRow } from "../../db/nodes";
import type { Task } from "../../ports/docker-engine";
import type { WorkflowContext } from "../deps";
import { nameOf } from "./database";

/** What a loss is told of: the part of a change that it needs. */
type OldNode = { database: DatabaseRow; from: NodeRow };

/** Whether a node's data is on its host; null when the host cannot be asked. */
export const findData = (
  world: WorkflowContext,
  database: DatabaseRow,
  node: NodeRow,
): Promise<boolean | null> =>
  world.engine.hasVolume(nodeVolume(nameOf(world, database), node)).catch(onlyUnavailable);

/** Before a node that has data is started anew. One whose host cannot be asked looks for itself. @throws DomainError `conflict` reason `data_gone`. */
export async function assertData(
  world: WorkflowContext,
  database: DatabaseRow,
  node: NodeRow,
): Promise<void> {
  if ((await findData(world, database, node)) === false)
    throw dataGone(volumeOf(world, database, node), "It is not started without it.");
}

export const volumeOf = (world: WorkflowContext, database: DatabaseRow, { number }: NodeRow): string =>
  nodeName(nameOf(world, database), number);

/** True of the tasks of a node that found no data; one that runs has it. */
export const haveEndedWithoutData = (tasks: readonly Task[]): boolean =>
  !tasks.some(({ state }) => state === "running") &&
  tasks.find(({ state }) => state === "failed")?.exitCode === DATA_GONE_EXIT_CODE;

/** True when a node's container found no data, and none has come back since. */
export async function isStoppedWithoutData(
  world: WorkflowContext,
  database: DatabaseRow,
  node: NodeRow,
): Promise<boolean> {
  const tasks = await world.engine.listTasks(volumeOf(world, database, node));
  return haveEndedWithoutData(tasks) && !(await findData(world, database, node));
}

/** Notes it of the node that serves, with one line in the timeline. */
export const recordLoss = (world: WorkflowContext, database: DatabaseRow, node: NodeRow): Promise<void> =>
  transaction(async (tx) => {
    if (await setDataGone(tx, node.id))
      await insertEvent(tx, subjectOf(database), { type: "data_gone", data: dataOf(world, database, node) });
  });

/** Takes the note back, with one line in the timeline; of a node that has none, nothing. */
export async function recordReturn(
  world: WorkflowContext,
  database: DatabaseRow,
  node: NodeRow,
): Promise<void> {
  if (!node.dataGoneAt) return;
  await transaction(async (tx) => {
    if (await setDataBack(tx, node.id))
      await insertEvent(tx, subjectOf(database), { type: "data_back", data: dataOf(world, database, node) });
  });
}

const subjectOf = ({ id, app }: DatabaseRow) => ({ appId: app.id, databaseId: id, actorId: null });

const dataOf = (world: WorkflowContext, database: DatabaseRow, node: NodeRow) => ({
  resourceId: database.addon.resourceId,
  volume: volumeOf(world, database, node),
});

/** A failure of a step whose cause is that the old node's data went meanwhile is told as that. */
export async function orLoss<T>(world: WorkflowContext, change: OldNode, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    const { database, from } = change;
    if ((await findData(world, database, from)) !== false) throw cause;
    throw dataGone(volumeOf(world, database, from), `What failed: ${cause.message}`);
  }
}

/** After the old node could not be brought back: its data may be why. @throws what no refusal is. */
export async function noteLoss(
  world: WorkflowContext,
  { database, from }: OldNode,
  error: unknown,
): Promise<void> {
  if (!(error instanceof DomainError)) throw error;
  if ((await findData(world, database, from)) === false) await recordLoss(world, database, from);
}
