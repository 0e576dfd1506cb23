import type { Deps, DepsOf } from "./deps";
import {
  type Change,
  changeStep,
  failChange,
  finishChange,
  loadChange,
  recordHandOff,
  reopen,
} from "./parts/change";
import { cutOver } from "./parts/cut-over";
import { applyNode, applyNodeSecrets, targetOfNode } from "./parts/database";
import { beginForDatabase } from "./parts/ending";
import { renewGateway } from "./parts/gateway";
import { placeNode } from "./parts/placement";
import { saveNode } from "./parts/save-node";
import { restoreSize, returnCores, startReplication, waitForSync } from "./parts/sync";
import { waitForNode } from "./parts/waiting";

/**
 * Replaces the active node by one of another plan or version, or on another host, which has followed it and takes over within
 * milliseconds. Whatever fails before that leaves the old node serving and nothing else behind.
 */
export async function handOff(
  deps: DepsOf<"change-plan" | "upgrade" | "move">,
  operationId: string,
): Promise<void> {
  const { step } = deps;
  const { appId } = await beginForDatabase(deps, operationId);
  const change = changeStep(deps, operationId);
  try {
    await change("choose-host", ({ to }, self) => placeNode(deps, to, { self }));
    await change("store-secrets", (change) => storeSecrets(deps, change, { isFollower: true }));
    await change("start-node", ({ database, to }) => applyNode(deps, database, to, { isFirstStart: true }));
    await change("wait-for-node", ({ database, to }) => waitForNode(deps, database, to));
    await change("start-replication", (change) => startReplication(deps, change));
    await change("wait-for-sync", (change, self) => waitForSync(deps, change, self));
    await change("prove-disk", ({ database, to }) => saveNode(deps, database, to));
    // Whatever became of the app meanwhile: a step that is repeated may have handed over already.
    const history = await step("cut-over", async (self) =>
      cutOver(deps, await loadChange(operationId), self),
    );
    await step("record-hand-off", () => recordHandOff(deps, operationId, history));
  } catch (error) {
    await failHandOff(deps, operationId, { error });
    return;
  }
  await finishChange(deps, operationId, { appId, isPredecessorUp: true });
}

/** Ends one that has not taken effect: the old node serves as before. */
export function failHandOff(deps: Deps, operationId: string, { error }: { error: unknown }): Promise<void> {
  const restore = async (change: Change) => {
    await reopen(deps, change);
    await restoreSize(deps, change);
    await returnCores(deps, change);
  };
  return failChange(deps, operationId, { error, restore });
}

/**
 * The new node starts with the settings and users of the old one, closed to everybody; of one whose data is gone, or that is `lost`
 * with its host, there are none. A gateway that would lead to it all the same is replaced before there is one.
 */
export async function storeSecrets(
  deps: Deps,
  { database, from, to }: Change,
  { isFollower, isLost = false }: { isFollower: boolean; isLost?: boolean },
): Promise<void> {
  // That of a lost one is lost with it, and the hand-over makes another.
  if (!isLost) await renewGateway(deps, database);
  const settings =
    isLost || from.dataGoneAt
      ? undefined
      : await deps.replication.readSettings(targetOfNode(deps, database, from));
  await applyNodeSecrets(deps, database, to, {
    isGatewayOn: false,
    isFollower,
    ...(settings && { settings }),
  });
}
