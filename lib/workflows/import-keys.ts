import { endImport } from "../db/imports";
import type { Deps, DepsOf } from "./deps";
import { storeSecrets } from "./hand-off";
import { type Change, changeStep, failChange, finishChange } from "./parts/change";
import { applyNode } from "./parts/database";
import { beginForDatabase } from "./parts/ending";
import { fenceNode } from "./parts/gateway";
import { assertWanted, compareWithSource, copyFromSource, settle } from "./parts/imported-node";
import { failOwnBackups, takeOwnBackup } from "./parts/own-backup";
import { placeNode } from "./parts/placement";
import { saveNode } from "./parts/save-node";
import { closeAgain, takeOver } from "./parts/take-over";
import { waitForNode } from "./parts/waiting";

/**
 * Puts the keys of a Redis outside in the place of the present data: they are copied into a new node, closed to people, which takes
 * over once it has all of them. The present node serves until then, whatever fails or is cancelled, and is kept for a day for an undo.
 */
export async function importKeys(deps: DepsOf<"import">, operationId: string): Promise<void> {
  const { appId } = await beginForDatabase(deps, operationId);
  const change = wantedStep(deps, operationId);
  try {
    await change("choose-host", ({ to }, self) => placeNode(deps, to, { self }));
    await change("back-up-first", ({ database }, self) =>
      takeOwnBackup(deps, { operationId, databaseId: database.id }, self),
    );
    await change("store-secrets", (change) => storeSecrets(deps, change, { isFollower: false }));
    await change("start-node", ({ database, to }) => applyNode(deps, database, to, { isFirstStart: true }));
    await change("wait-for-node", ({ database, to }) => waitForNode(deps, database, to));
    await change("copy-keys", ({ database, to }, self) =>
      copyFromSource(deps, { operationId, database, node: to }, self),
    );
    await change("check-data", ({ database, to }, self) =>
      compareWithSource(deps, { operationId, database, node: to }, self),
    );
    await change("prove-disk", ({ database, to }) => saveNode(deps, database, to));
    await change("fence-predecessor", async ({ database, from }) => {
      await settle(operationId);
      // Of data that is gone there is no node that anybody could reach.
      if (!from.dataGoneAt) await fenceNode(deps, database, { node: from, hasNext: true });
    });
    await takeOver(deps, operationId);
  } catch (error) {
    await failImport(deps, operationId, { error });
    return;
  }
  await finishChange(deps, operationId, { appId, isPredecessorUp: true });
}

/** A step that nobody has cancelled. */
function wantedStep(deps: DepsOf<"import">, operationId: string) {
  const step = changeStep(deps, operationId);
  return (
    name: Parameters<typeof step>[0],
    work: (change: Change, self: Parameters<Parameters<typeof step>[1]>[1]) => Promise<void>,
  ): Promise<void> =>
    step(name, async (change, self) => {
      await assertWanted(operationId);
      await work(change, self);
    });
}

/** Ends one that has not taken effect: the node that served goes on, and nothing is kept of the source. */
export const failImport = (deps: Deps, operationId: string, { error }: { error: unknown }): Promise<void> =>
  failChange(deps, operationId, {
    error,
    restore: (change) => closeAgain(deps, change),
    record: async (tx, reason) => {
      await failOwnBackups(tx, operationId, reason);
      await endImport(tx, operationId);
    },
  });
