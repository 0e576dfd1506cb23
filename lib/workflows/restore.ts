import type { Deps, DepsOf } from "./deps";
import { storeSecrets } from "./hand-off";
import { type Change, changeStep, failChange, finishChange } from "./parts/change";
import { removeNode } from "./parts/database";
import { beginForDatabase } from "./parts/ending";
import { fenceNode } from "./parts/gateway";
import {
  companionsOf,
  FOLLOW_MS,
  isMember,
  placeSuccessor,
  startSuccessor,
  waitForMembers,
} from "./parts/group";
import { isHostAway } from "./parts/host-away";
import { failOwnBackups, takeOwnBackup } from "./parts/own-backup";
import { checkRestored, fillFromBackup, waitForLoaded } from "./parts/restored-node";
import { leaveWatch } from "./parts/sentinels";
import { closeAgain, takeOver } from "./parts/take-over";
import { waitForNode } from "./parts/waiting";

/**
 * Puts the data of a backup in the place of the present one: a new node starts with it, closed to people, and takes over once all its
 * keys are there. The present node serves until then, whatever fails, and is kept for a day for an undo.
 */
export async function restore(deps: DepsOf<"restore">, operationId: string): Promise<void> {
  const { appId } = await beginForDatabase(deps, operationId);
  const change = changeStep(deps, operationId);
  try {
    await change("choose-host", (change, self) => placeSuccessor(deps, change, self));
    await change("back-up-first", ({ database }, self) =>
      takeOwnBackup(deps, { operationId, databaseId: database.id }, self),
    );
    await change("store-secrets", async (change) =>
      storeSecrets(deps, change, { isFollower: false, isLost: await isHostAway(deps, change.from) }),
    );
    await change("fill-volume", ({ database, to }, self) =>
      fillFromBackup(deps, { operationId, database, node: to }, self),
    );
    await change("start-node", (change) => startSuccessor(deps, change, { isFilled: true }));
    await change("wait-for-node", async ({ database, to }) => {
      await waitForLoaded(deps, { operationId, database, node: to });
      for (const node of companionsOf(database, to)) await waitForNode(deps, database, node);
    });
    await change("check-data", async ({ database, to }) => {
      await checkRestored(deps, { operationId, database, node: to });
      await waitForMembers(deps, { database, to }, FOLLOW_MS);
    });
    await change("fence-predecessor", (change) => closePredecessor(deps, change));
    await takeOver(deps, operationId);
  } catch (error) {
    await failRestore(deps, operationId, { error });
    return;
  }
  await finishChange(deps, operationId, { appId, isPredecessorUp: true });
}

/**
 * Of data that is gone there is no node that anybody could reach. One that is gone with its host may come back with it: without a service
 * the Swarm ends it then, and until it has, no gateway of the new lineage leads to it.
 */
async function closePredecessor(deps: Deps, { database, from }: Change): Promise<void> {
  if (isMember(from)) await leaveWatch(deps, { database, from });
  if (from.dataGoneAt) return;
  if (await isHostAway(deps, from)) await removeNode(deps, database, from);
  else await fenceNode(deps, database, { node: from, hasNext: true });
}

/** Ends one that has not taken effect: the node that served goes on, and the backup that it began counts as failed. */
export const failRestore = (deps: Deps, operationId: string, { error }: { error: unknown }): Promise<void> =>
  failChange(deps, operationId, {
    error,
    restore: (change) => closeAgain(deps, change),
    record: (tx, reason) => failOwnBackups(tx, operationId, reason),
  });
