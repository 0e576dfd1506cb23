import { nodeName } from "../core/databases/names";
import { CONF_FILE, COPY_MARK } from "../core/databases/node-volume";
import { imageOf } from "../core/engines/versions";
import { DomainError } from "../core/errors";
import type { StepOf } from "../core/operations/steps";
import { MINUTE_MS } from "../core/units";
import type { Deps, DepsOf } from "./deps";
import { storeSecrets } from "./hand-off";
import { type Change, changeStep, failChange, finishChange, reopen } from "./parts/change";
import { applyNode, applyNodeSecrets, nameOf, removeNode, targetOfNode } from "./parts/database";
import { beginForDatabase } from "./parts/ending";
import { fenceNode } from "./parts/gateway";
import { assertData, orLoss } from "./parts/lost-data";
import { placeNode } from "./parts/placement";
import { saveNode } from "./parts/save-node";
import { takeOver } from "./parts/take-over";
import { waitForNode } from "./parts/waiting";

const COPY_MS = 30 * MINUTE_MS;

/**
 * Replaces the active node where no host has room for two: the old one is saved and stopped, the new one starts with a copy of its
 * data. Nothing is taken from the old volume, so that whatever fails before the end starts the old node again.
 */
export async function stopFirst(deps: DepsOf<"change-stop-first">, operationId: string): Promise<void> {
  const { appId } = await beginForDatabase(deps, operationId);
  const change = changeStep(deps, operationId);
  /** From its stop on the old node is its volume alone. */
  const unlessLost = <T>(name: StepOf<"change-stop-first">, work: (change: Change) => Promise<T>) =>
    change(name, (now) => orLoss(deps, now, () => work(now)));
  const saveOld = ({ database, from }: Change) => saveNode(deps, database, from);
  try {
    await change("choose-host", ({ from, to }, self) => placeNode(deps, to, { self, inPlaceOf: from }));
    await change("store-secrets", (change) => storeSecrets(deps, change, { isFollower: false }));
    // What can be saved while clients still write makes the pause shorter, and shows a full disk before it.
    await change("save-data", saveOld);
    const end = await change("fence-predecessor", ({ database, from }) =>
      fenceNode(deps, database, { node: from, hasNext: false }),
    );
    await change("save-last-writes", saveOld);
    await change("stop-predecessor", ({ database, from }) => removeNode(deps, database, from));
    await unlessLost("copy-data", (change) => copyData(deps, change));
    await unlessLost("start-node", ({ database, to }) => applyNode(deps, database, to));
    await unlessLost("wait-for-node", ({ database, to }) => waitForNode(deps, database, to));
    await unlessLost("check-data", (change) => checkData(deps, change, end));
    await takeOver(deps, operationId);
  } catch (error) {
    await failStopFirst(deps, operationId, { error });
    return;
  }
  await finishChange(deps, operationId, { appId, isPredecessorUp: false });
}

/** Ends one that has not taken effect: the old node starts again and serves. */
export const failStopFirst = (
  deps: Deps,
  operationId: string,
  { error }: { error: unknown },
): Promise<void> => failChange(deps, operationId, { error, restore: (change) => startAgain(deps, change) });

async function copyData(deps: Deps, { database, from, to }: Change): Promise<void> {
  const name = nameOf(deps, database);
  await deps.engine.copyVolume(
    {
      hostId: from.hostId ?? "",
      owner: { appId: database.app.id, databaseId: database.id },
      from: nodeName(name, from.number),
      to: nodeName(name, to.number),
      // The new node brings its own files, and makes an append-only file of the save, which was made after the last write.
      except: [CONF_FILE, "users.acl", "appendonly.aof", "appendonlydir"],
      mark: COPY_MARK,
      image: imageOf(to.engine, to.version),
    },
    COPY_MS,
  );
}

type End = { keys: number; expiringKeys: number };

/** Keys whose time ran out meanwhile are not loaded; every other one has to be there. */
async function checkData(deps: Deps, { database, to }: Change, end: End): Promise<void> {
  const { keys } = await deps.redis.info(targetOfNode(deps, database, to));
  if (keys <= end.keys && keys >= end.keys - end.expiringKeys) return;
  throw new DomainError(
    "conflict",
    "keys_differ",
    `The new Redis has ${keys} keys, the old one had ${end.keys}. The old one serves again.`,
  );
}

/** The new node goes first, for there is no room for both; then the old one starts from its own volume. */
async function startAgain(deps: Deps, change: Change): Promise<void> {
  const { database, from, to } = change;
  await removeNode(deps, database, to);
  await assertData(deps, database, from);
  await applyNodeSecrets(deps, database, from, { isGatewayOn: true });
  await applyNode(deps, database, from);
  await waitForNode(deps, database, from);
  await reopen(deps, change);
}
