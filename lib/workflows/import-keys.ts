import { withGroup } from "../core/availability/members";
import { endImport } from "../db/imports";
import type { Deps, DepsOf, StepSelf } from "./deps";
import { storeSecrets } from "./hand-off";
import { type Change, changeStep, failChange, finishChange } from "./parts/change";
import { beginForDatabase, each } from "./parts/ending";
import { compareFollowed, followSource, leaveSource, openRelay, stayInStep } from "./parts/followed-source";
import { fenceNode } from "./parts/gateway";
import { FOLLOW_MS, isMember, placeSuccessor, startSuccessor, waitForMembers } from "./parts/group";
import { assertWanted, compareWithSource, copyFromSource, loadImport, settle } from "./parts/imported-node";
import { failOwnBackups, takeOwnBackup } from "./parts/own-backup";
import { removeRelay } from "./parts/relay";
import { saveNode } from "./parts/save-node";
import { leaveWatch } from "./parts/sentinels";
import { closeAgain, takeOver } from "./parts/take-over";
import { waitForNode } from "./parts/waiting";

/**
 * Puts the keys of a Redis outside in the place of the present data: they are copied into a new node, closed to people, or it follows the
 * source, and takes over once it has all of them. The present node serves until then, whatever fails or is cancelled, and is kept for a day for an undo.
 */
export async function importKeys(deps: DepsOf<"import">, operationId: string): Promise<void> {
  const { appId } = await beginForDatabase(deps, operationId);
  const change = wantedStep(deps, operationId);
  try {
    await change("choose-host", (change, self) => placeSuccessor(deps, change, self));
    await change("back-up-first", ({ database }, self) =>
      takeOwnBackup(deps, { operationId, databaseId: database.id }, self),
    );
    const mode = await change("store-secrets", async (change) => {
      const { mode } = await loadImport(operationId);
      await storeSecrets(deps, change, { isFollower: mode !== "copy" });
      return mode;
    });
    await change("start-node", (change) => startSuccessor(deps, change, { isFilled: false }));
    await change("wait-for-node", async ({ database, to }) => {
      for (const node of withGroup(database.nodes, to)) await waitForNode(deps, database, node);
    });
    // One that an earlier version began remembered no mode.
    if ((mode ?? "copy") === "copy") await copy(deps, operationId);
    else await follow(deps, operationId, { isStaying: mode === "stay_in_step" });
    await change("fence-predecessor", async ({ database, from, to }) => {
      await waitForMembers(deps, { database, to }, FOLLOW_MS);
      await settle(operationId);
      if (isMember(from)) await leaveWatch(deps, { database, from });
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

const importedOf = (operationId: string, { database, to }: Change) => ({ operationId, database, node: to });

/** Fills the node key by key. */
async function copy(deps: DepsOf<"import">, operationId: string): Promise<void> {
  const change = wantedStep(deps, operationId);
  await change("copy-keys", (change, self) => copyFromSource(deps, importedOf(operationId, change), self));
  await change("check-data", (change, self) =>
    compareWithSource(deps, importedOf(operationId, change), self, { isFollowing: false }),
  );
  await change("prove-disk", (change) => proveDisks(deps, change));
}

/** Fills the node as a replica, which stays one until both are compared; where that was asked for until somebody switches. */
async function follow(
  deps: DepsOf<"import">,
  operationId: string,
  { isStaying }: { isStaying: boolean },
): Promise<void> {
  const change = wantedStep(deps, operationId);
  await change("open-relay", (change) => openRelay(deps, importedOf(operationId, change)));
  await change("follow-source", (change, self) => followSource(deps, importedOf(operationId, change), self));
  if (isStaying)
    await change("stay-in-step", (change, self) => stayInStep(deps, importedOf(operationId, change), self));
  else
    await change("check-data", (change, self) =>
      compareFollowed(deps, importedOf(operationId, change), self),
    );
  await change("prove-disk", (change) => proveDisks(deps, change));
  await change("leave-source", (change) => leaveSource(deps, importedOf(operationId, change)));
}

/** Of the new node, and of the others of its group, which have what it has. */
async function proveDisks(deps: Deps, { database, to }: Change): Promise<void> {
  await waitForMembers(deps, { database, to }, FOLLOW_MS);
  for (const node of withGroup(database.nodes, to)) await saveNode(deps, database, node);
}

/** A step that nobody has cancelled. */
function wantedStep(deps: DepsOf<"import">, operationId: string) {
  const step = changeStep(deps, operationId);
  return <T>(
    name: Parameters<typeof step>[0],
    work: (change: Change, self: StepSelf) => Promise<T>,
  ): Promise<T> =>
    step(name, async (change, self) => {
      await assertWanted(operationId);
      return work(change, self);
    });
}

/** Ends one that has not taken effect: the node that served goes on, and nothing is kept of the source. */
export const failImport = (deps: Deps, operationId: string, { error }: { error: unknown }): Promise<void> =>
  failChange(deps, operationId, {
    error,
    restore: (change) =>
      each([
        () => closeAgain(deps, change),
        async () => {
          const { relayRevision } = await loadImport(operationId);
          await removeRelay(deps, change.database, relayRevision);
        },
      ]),
    record: async (tx, reason) => {
      await failOwnBackups(tx, operationId, reason);
      await endImport(tx, operationId);
    },
  });
