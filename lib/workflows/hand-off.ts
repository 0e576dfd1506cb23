import { withGroup } from "../core/availability/members";
import type { Deps, DepsOf } from "./deps";
import {
  type Change,
  changeStep,
  failChange,
  finishChange,
  loadChange,
  recordTakenOver,
  reopen,
} from "./parts/change";
import { cutOver } from "./parts/cut-over";
import { applyNodeSecrets, targetOfNode } from "./parts/database";
import { beginForDatabase, each } from "./parts/ending";
import { renewGateway } from "./parts/gateway";
import { companionsOf, placeSuccessor, startSuccessor } from "./parts/group";
import { saveNode } from "./parts/save-node";
import { keepWatch } from "./parts/sentinels";
import { restoreSize, returnCores, startReplication, waitForSync } from "./parts/sync";
import { waitForNode } from "./parts/waiting";

/**
 * Replaces the active node by one of another plan or version, or on another host, which has followed it and takes over within
 * milliseconds; or a group by another, whose first node does so, or either by the other. Whatever fails before that leaves the old node
 * serving and nothing else behind.
 */
export async function handOff(
  deps: DepsOf<"change-plan" | "upgrade" | "move">,
  operationId: string,
): Promise<void> {
  const { step } = deps;
  const { appId } = await beginForDatabase(deps, operationId);
  const change = changeStep(deps, operationId);
  try {
    await change("choose-host", (change, self) => placeSuccessor(deps, change, self));
    await change("store-secrets", (change) => storeSecrets(deps, change, { isFollower: true }));
    await change("start-node", (change) => startSuccessor(deps, change, { isFilled: false }));
    await change("wait-for-node", async ({ database, to }) => {
      for (const node of withGroup(database.nodes, to)) await waitForNode(deps, database, node);
    });
    await change("start-replication", (change) => startReplication(deps, change));
    await change("wait-for-sync", (change, self) => waitForSync(deps, change, self));
    await change("prove-disk", async ({ database, to }) => {
      for (const node of withGroup(database.nodes, to)) await saveNode(deps, database, node);
    });
    // Whatever became of the app meanwhile: a step that is repeated may have handed over already.
    const history = await step("cut-over", async (self) =>
      cutOver(deps, await loadChange(operationId), self),
    );
    await recordTakenOver(deps, operationId, history);
  } catch (error) {
    await failHandOff(deps, operationId, { error });
    return;
  }
  await finishChange(deps, operationId, { appId, isPredecessorUp: true });
}

/** Ends one that has not taken effect: the old node serves as before. */
export function failHandOff(deps: Deps, operationId: string, { error }: { error: unknown }): Promise<void> {
  const restore = (change: Change) =>
    each([
      () => keepWatch(deps, change.database),
      () => reopen(deps, change),
      () => restoreSize(deps, change),
      () => returnCores(deps, change),
    ]);
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
  // They follow the first from their start on: nobody is led to a replica.
  for (const node of companionsOf(database, to))
    await applyNodeSecrets(deps, database, node, { isGatewayOn: true, ...(settings && { settings }) });
}
