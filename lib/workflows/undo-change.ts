import type { Deps, DepsOf } from "./deps";
import { changeStep, failChange, finishChange } from "./parts/change";
import { applyNode, applyNodeSecrets } from "./parts/database";
import { beginForDatabase } from "./parts/ending";
import { fenceNode, renewGateway } from "./parts/gateway";
import { assertData } from "./parts/lost-data";
import { catchUpSettings } from "./parts/node-settings";
import { closeAgain, takeOver } from "./parts/take-over";
import { bringUsers } from "./parts/users";
import { waitForNode } from "./parts/waiting";

/**
 * Goes back to the node before the last change, with its data, plan and version as they were. The node that served until now is
 * kept in the same way, so that an undo can be undone.
 */
export async function undoChange(deps: DepsOf<"undo-change">, operationId: string): Promise<void> {
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
    await takeOver(deps, operationId, (change) => bringUsers(deps, change));
  } catch (error) {
    await failUndo(deps, operationId, { error });
    return;
  }
  await finishChange(deps, operationId, { appId, isPredecessorUp: true });
}

/** Ends one that has not taken effect: the node that served goes on. */
export const failUndo = (deps: Deps, operationId: string, { error }: { error: unknown }): Promise<void> =>
  failChange(deps, operationId, { error, restore: (change) => closeAgain(deps, change) });
