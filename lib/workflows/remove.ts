import { VOLUME_KEPT_MS } from "../core/databases/node-volume";
import { DomainError } from "../core/errors";
import { setAddonStatus } from "../db/addons";
import { type Tx, transaction } from "../db/client";
import { loadDatabase } from "../db/databases";
import { setAllNodesRemoved } from "../db/nodes";
import { deleteAddonVariables } from "../db/variables";
import type { Deps, DepsOf } from "./deps";
import { removeNodes, removeSecrets } from "./parts/database";
import { beginForDatabase, fail, onlyDomainErrors, succeed } from "./parts/ending";
import { removeGateway } from "./parts/gateway";
import { removeUnusedNetwork, saveData } from "./parts/removal";
import { startApp } from "./parts/start-app";

/** Takes an addon away: first from the app, then from the engine. The volume is kept for a day. */
export async function remove(deps: DepsOf<"remove">, operationId: string): Promise<void> {
  const { step } = deps;
  const { appId, databaseId } = await beginForDatabase(deps, operationId);
  const load = () => loadDatabase(databaseId);
  let refusal: unknown = null;
  try {
    await step("unset-variables", async () => {
      const { addon } = await load();
      await transaction((tx) => deleteAddonVariables(tx, { appId, addonId: addon.id }));
    });
    // An app that cannot be restarted does not keep its database; it is told at the end.
    await step("restart-app", () => startApp(deps, appId)).catch((error: unknown) => {
      onlyDomainErrors(error);
      refusal = error;
    });
    await step("save-data", async () => saveData(deps, await load()));
    await step("remove-gateway", async () => removeGateway(deps, await load()));
    await step("remove-node", async () => removeNodes(deps, await load()));
    await step("remove-secrets", async () => {
      const database = await load();
      await removeSecrets(deps, database);
      await removeUnusedNetwork(deps, database);
    });
  } catch (error) {
    await failRemoval(deps, operationId, { databaseId, error });
    return;
  }
  await step("record-removal", () => transaction((tx) => recordRemoval(tx, databaseId)));
  if (refusal) await fail(deps, operationId, notRestarted(refusal));
  else await succeed(deps, operationId);
}

/** Not "running" again: its variables are gone. Removing it once more goes on where this stopped. */
export const failRemoval = (
  deps: Deps,
  operationId: string,
  { databaseId, error }: { databaseId: string; error: unknown },
): Promise<void> =>
  fail(deps, operationId, error, {
    clean: async () => {},
    record: async (tx) => setAddonStatus(tx, (await loadDatabase(databaseId)).addon.id, "failed"),
  });

const notRestarted = (cause: unknown) =>
  new DomainError(
    "conflict",
    "app_not_started",
    `The database is removed, but the app could not be started without it and may still have its URL. ${cause instanceof Error ? cause.message : ""}`,
    { cause },
  );

/** Marks the addon as removed and starts the day that its volume is kept. Safe to repeat: the first dates stay. */
export async function recordRemoval(tx: Tx, databaseId: string): Promise<void> {
  const { addon } = await loadDatabase(databaseId);
  await setAllNodesRemoved(tx, databaseId, new Date(Date.now() + VOLUME_KEPT_MS));
  await setAddonStatus(tx, addon.id, "removed");
}
