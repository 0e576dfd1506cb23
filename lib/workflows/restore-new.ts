import type { DepsOf } from "./deps";
import { applyNetworks, servingNode } from "./parts/database";
import { beginForDatabase } from "./parts/ending";
import { applyGateway } from "./parts/gateway";
import { companionsOf, FOLLOW_MS, startSuccessor, waitForMembers } from "./parts/group";
import { checkRestored, fillFromBackup, waitForBackup, waitForLoaded } from "./parts/restored-node";
import { beginWatch } from "./parts/sentinels";
import { waitForGateway, waitForNode } from "./parts/waiting";
import { buildStep, failProvision, finishProvision, handOver, place, storeSecrets } from "./provision";

/**
 * Builds the database of a new addon with the data of a backup. One that is only just being taken (of an addon that is cloned) is waited
 * for before anything is made. Whatever fails before the variables are set leaves nothing behind.
 */
export async function restoreNew(deps: DepsOf<"restore-new">, operationId: string): Promise<void> {
  const { appId, databaseId } = await beginForDatabase(deps, operationId);
  const build = buildStep(deps, databaseId);
  try {
    await build("wait-for-backup", (deps) => waitForBackup(deps, operationId));
    await build("choose-host", place);
    await build("create-network", applyNetworks);
    await build("store-secrets", storeSecrets);
    await build("fill-volume", (deps, database, self) =>
      fillFromBackup(deps, { operationId, database, node: servingNode(database) }, self),
    );
    // What stands in its volume is its data: it is started as a node that has some, and the others of a group follow it.
    await build("start-node", (deps, database) =>
      startSuccessor(deps, { database, to: servingNode(database) }, { isFilled: true }),
    );
    await build("start-gateway", async (deps, database) => void (await applyGateway(deps, database)));
    await build("wait-for-node", async (deps, database) => {
      const node = servingNode(database);
      await waitForLoaded(deps, { operationId, database, node });
      for (const other of companionsOf(database, node)) await waitForNode(deps, database, other);
    });
    await build("check-data", async (deps, database) => {
      const node = servingNode(database);
      await checkRestored(deps, { operationId, database, node });
      await waitForMembers(deps, { database, to: node }, FOLLOW_MS);
      await beginWatch(deps, database);
    });
    await build("wait-for-gateway", waitForGateway);
    await deps.step("set-variables", () => handOver(deps, operationId, databaseId));
  } catch (error) {
    await failProvision(deps, operationId, { databaseId, error });
    return;
  }
  await finishProvision(deps, operationId, appId);
}
