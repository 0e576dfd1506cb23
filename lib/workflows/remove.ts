import { VOLUME_KEPT_MS } from "../core/databases/node-volume";
import { DomainError, hasReason } from "../core/errors";
import { setAddonStatus } from "../db/addons";
import { type Tx, transaction } from "../db/client";
import { loadDatabase } from "../db/databases";
import { setAllNodesRemoved } from "../db/nodes";
import { deleteAddonVariables } from "../db/variables";
import type { Deps, DepsOf } from "./deps";
import { followMaster } from "./keep-groups";
import { giveVariables } from "./parts/addon-variables";
import { removeNodes, removeSecrets } from "./parts/database";
import { beginForDatabase, fail, onlyDomainErrors, succeed } from "./parts/ending";
import { removeGateway } from "./parts/gateway";
import { failOwnBackups, takeOwnBackup } from "./parts/own-backup";
import { removeUnusedNetwork, saveData } from "./parts/removal";
import { endWatch } from "./parts/sentinels";
import { startApp } from "./parts/start-app";

/**
 * Takes an addon away: first from the app, then from the engine. The last backup is taken when nobody writes any more; without it
 * nothing is taken off the engine, and the app gets its variables back. The volume is kept for a day.
 */
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
    await step("save-data", async () => saveData(deps, await followMaster(deps, await load())));
    if (await deps.hasChange("last-backup"))
      await step("back-up-last", (self) => takeOwnBackup(deps, { operationId, databaseId }, self)).catch(
        notBackedUp,
      );
    await step("remove-gateway", async () => removeGateway(deps, await load()));
    await step("remove-node", async () => {
      const database = await load();
      await endWatch(deps, database);
      await removeNodes(deps, database);
    });
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

/**
 * Not "running" again: its variables are gone. Removing it once more goes on where this stopped. Only one without the last backup that
 * was asked for is as it was before.
 */
export function failRemoval(
  deps: Deps,
  operationId: string,
  { databaseId, error }: { databaseId: string; error: unknown },
): Promise<void> {
  const isGivenBack = hasReason(error, LAST_BACKUP_FAILED);
  return fail(deps, operationId, error, {
    clean: async () => {
      if (isGivenBack) await giveBack(deps, databaseId);
    },
    record: async (tx, reason) => {
      await failOwnBackups(tx, operationId, reason);
      const { addon } = await loadDatabase(databaseId);
      await setAddonStatus(tx, addon.id, isGivenBack ? "running" : "failed");
    },
  });
}

async function giveBack(deps: Deps, databaseId: string): Promise<void> {
  const database = await loadDatabase(databaseId);
  await transaction((tx) => giveVariables(deps, tx, database));
  await startApp(deps, database.app.id);
}

const LAST_BACKUP_FAILED = "last_backup_failed";

/** Whatever kept it from being taken: nothing was taken off the engine yet. @throws always. */
function notBackedUp(cause: unknown): never {
  onlyDomainErrors(cause);
  const why = cause instanceof Error ? cause.message : "";
  throw new DomainError(
    "conflict",
    LAST_BACKUP_FAILED,
    `Nothing was removed, and the app has its database again: the last backup could not be taken. ${why} Mend that, or remove the addon without a last backup.`,
    { cause },
  );
}

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
