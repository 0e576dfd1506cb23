import type { Deps, DepsOf } from "./deps";
import {
  type Change,
  changeStep,
  failChange,
  finishChange,
  loadChange,
  openNode,
  recordHandOff,
  reopen,
} from "./parts/change";
import { applyNode, applyNodeSecrets, removeNode } from "./parts/database";
import { beginForDatabase, onlyDomainErrors } from "./parts/ending";
import { fenceNode, renewGateway } from "./parts/gateway";
import { assertData } from "./parts/lost-data";
import { catchUpSettings } from "./parts/node-settings";
import { waitForNode } from "./parts/waiting";

/**
 * Goes back to the node before the last change, with its data, plan and version as they were. The node that served until now is
 * kept in the same way, so that an undo can be undone.
 */
export async function undoChange(deps: DepsOf<"undo-change">, operationId: string): Promise<void> {
  const { step } = deps;
  const { appId } = await beginForDatabase(deps, operationId);
  const change = changeStep(deps, operationId);
  try {
    await change("start-node", async ({ database, to }) => {
      await assertData(deps, database, to);
      await renewGateway(deps, database);
      // Its volume holds its own files; the engine only wants the names to exist.
      await applyNodeSecrets(deps, database, to, { isGatewayOn: false });
      await applyNode(deps, database, to);
    });
    await change("wait-for-node", async ({ database, to }) => {
      await waitForNode(deps, database, to);
      await catchUpSettings(deps, database, to);
    });
    await change("fence-predecessor", ({ database, from }) =>
      fenceNode(deps, database, { node: from, hasNext: true }),
    );
    await step("open-node", async () => openNode(deps, await loadChange(operationId)));
    // A node that was started again counts no writes: it has no replica to count them for.
    await step("record-hand-off", () => recordHandOff(deps, operationId, null));
  } catch (error) {
    await failUndo(deps, operationId, { error });
    return;
  }
  await finishChange(deps, operationId, { appId, isPredecessorUp: true });
}

/** Ends one that has not taken effect: the node that served goes on. */
export const failUndo = (deps: Deps, operationId: string, { error }: { error: unknown }): Promise<void> =>
  failChange(deps, operationId, { error, restore: (change) => closeAgain(deps, change) });

/**
 * Two open nodes must never be reached: the new one closes before the other one opens again. One that cannot be told so is taken away
 * first. Of data that is gone there is nothing to open.
 */
export async function closeAgain(deps: Deps, change: Change): Promise<void> {
  const { database, from, to } = change;
  await fenceNode(deps, database, { node: to, hasNext: true }).catch(async (error: unknown) => {
    onlyDomainErrors(error);
    await removeNode(deps, database, to);
  });
  if (!from.dataGoneAt) await reopen(deps, change);
}
