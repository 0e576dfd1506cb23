import type { APP_START_KINDS } from "../core/operations/state";
import { loadApp, setStartFailed } from "../db/apps";
import type { DepsOf } from "./deps";
import { applyAppService } from "./parts/app-service";
import { beginForApp, fail, succeed } from "./parts/ending";
import { returnToFormer, toldWithFormer } from "./parts/former-source";
import { waitForContainers } from "./parts/start-app";

/** Starts the app's containers with its present source and variables: for the first time, after a change of them, or just anew. */
export async function restart(
  deps: DepsOf<(typeof APP_START_KINDS)[number]>,
  operationId: string,
): Promise<void> {
  const { step } = deps;
  const { appId, kind } = await beginForApp(deps, operationId);
  try {
    const revision = await step("apply-service", () => applyAppService(deps, appId));
    await step("wait-for-containers", async () =>
      // What an earlier version remembered of the step before is no number.
      waitForContainers(deps, { appId, revision: revision ?? (await loadApp(appId)).appliedRevision }),
    );
  } catch (error) {
    const back = kind === "deploy" ? await returnToFormer(deps, operationId) : null;
    await fail(deps, operationId, back ? toldWithFormer(error, back) : error, {
      record: (tx) => setStartFailed(tx, appId),
    });
    return;
  }
  await succeed(deps, operationId);
}
