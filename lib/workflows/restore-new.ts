import type { DepsOf } from "./deps";
import { applyNetworks, applyNode, applyNodeSecrets, servingNode } from "./parts/database";
import { beginForDatabase } from "./parts/ending";
import { applyGateway } from "./parts/gateway";
import { placeNode } from "./parts/placement";
import { checkRestored, fillFromBackup, waitForBackup, waitForLoaded } from "./parts/restored-node";
import { waitForGateway } from "./parts/waiting";
import { buildStep, failProvision, finishProvision, handOver } from "./provision";

/**
 * Builds the database of a new addon with the data of a backup. One that is only just being taken (of an addon that is cloned) is waited
 * for before anything is made. Whatever fails before the variables are set leaves nothing behind.
 */
export async function restoreNew(deps: DepsOf<"restore-new">, operationId: string): Promise<void> {
  const { appId, databaseId } = await beginForDatabase(deps, operationId);
  const build = buildStep(deps, databaseId);
  try {
    await build("wait-for-backup", (deps) => waitForBackup(deps, operationId));
    await build("choose-host", (deps, database, self) => placeNode(deps, servingNode(database), { self }));
    await build("create-network", applyNetworks);
    await build("store-secrets", (deps, database) =>
      applyNodeSecrets(deps, database, servingNode(database), { isGatewayOn: true }),
    );
    await build("fill-volume", (deps, database, self) =>
      fillFromBackup(deps, { operationId, database, node: servingNode(database) }, self),
    );
    // What stands in its volume is its data: it is started as a node that has some.
    await build("start-node", (deps, database) => applyNode(deps, database, servingNode(database)));
    await build("start-gateway", async (deps, database) => void (await applyGateway(deps, database)));
    await build("wait-for-node", (deps, database) =>
      waitForLoaded(deps, { operationId, database, node: servingNode(database) }),
    );
    await build("check-data", (deps, database) =>
      checkRestored(deps, { operationId, database, node: servingNode(database) }),
    );
    await build("wait-for-gateway", waitForGateway);
    await deps.step("set-variables", () => handOver(deps, operationId, databaseId));
  } catch (error) {
    await failProvision(deps, operationId, { databaseId, error });
    return;
  }
  await finishProvision(deps, operationId, appId);
}
