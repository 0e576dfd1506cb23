import { appNetworkName, appServiceName } from "../core/databases/names";
import { DomainError, passesOr } from "../core/errors";
import { MINUTE_MS } from "../core/units";
import { giveAddonsBack } from "../db/addons";
import { type AppRow, loadApp, setAppDeleted } from "../db/apps";
import { transaction } from "../db/client";
import { listDatabasesOfApp } from "../db/databases";
import { hasUnfinishedDatabaseOperation, loadOperation } from "../db/operations";
import { deleteAddonVariables } from "../db/variables";
import type { Deps, DepsOf } from "./deps";
import { beginForApp, fail, succeed } from "./parts/ending";
import { failOwnBackups, takeOwnBackup } from "./parts/own-backup";
import { removeFromEngine, saveData } from "./parts/removal";
import { recordRemoval } from "./remove";

/** Longer than any operation on a database waits for anything. */
const OTHERS_TIMEOUT_MS = 30 * MINUTE_MS;
const STOP_MS = MINUTE_MS;

/** Deletes an app with its containers and databases; each is backed up a last time, and volumes are kept for a day. A linked service is given back as it was. */
export async function deleteApp(deps: DepsOf<"delete-app">, operationId: string): Promise<void> {
  const { step, engine, instance } = deps;
  const { appId } = await beginForApp(deps, operationId);
  try {
    await step("remove-service", async () => removeAppService(deps, await loadApp(appId)));
    await step("remove-databases", async (self) => {
      await deps.waitUntil(() => assertNothingRuns(appId), {
        timeoutMs: OTHERS_TIMEOUT_MS,
        passes: passesOr("operation_running"),
      });
      for (const database of await listDatabasesOfApp(appId)) {
        await saveData(deps, database);
        await takeOwnBackup(deps, { operationId, databaseId: database.id }, self);
        await removeFromEngine(deps, database, { keepVolumes: true });
        await transaction(async (tx) => {
          await deleteAddonVariables(tx, { appId, addonId: database.addon.id });
          await recordRemoval(tx, database.id);
        });
      }
    });
    await step("remove-network", async () =>
      engine.removeNetwork(appNetworkName(instance, (await loadApp(appId)).name)),
    );
  } catch (error) {
    await failDeletion(deps, operationId, { error: notDeleted(error) });
    return;
  }
  await step("record-deletion", () => transaction((tx) => setAppDeleted(tx, appId)));
  await succeed(deps, operationId);
}

/**
 * Ends one that did not succeed: the app and those of its databases that are not removed are what they were, and the sweep brings back what
 * was taken off the engine of them.
 */
export const failDeletion = (deps: Deps, operationId: string, { error }: { error: unknown }): Promise<void> =>
  fail(deps, operationId, error, {
    record: async (tx, reason) => {
      await failOwnBackups(tx, operationId, reason);
      await giveAddonsBack(tx, (await loadOperation(operationId)).appId);
    },
  });

/** Says what is left, and that nothing is lost by asking again; a fault of ours stays one. */
function notDeleted(cause: unknown): unknown {
  if (!(cause instanceof DomainError)) return cause;
  const message = `${cause.message} The app is not deleted: it and those of its databases that are not removed are given back as they were. Mend what is said, then delete it again.`;
  return new DomainError(cause.code, cause.reason, message, { cause });
}

async function removeAppService({ engine, instance }: Deps, app: AppRow): Promise<void> {
  if (app.source === "service" && app.service) await engine.releaseLinkedService(app.service);
  if (app.source === "image") await engine.removeService(appServiceName(instance, app.name), STOP_MS);
}

/** Operations begun before the deletion notice it and end by themselves. */
async function assertNothingRuns(appId: string): Promise<void> {
  if (await hasUnfinishedDatabaseOperation(appId))
    throw new DomainError(
      "conflict",
      "operation_running",
      "An operation on one of the app's databases does not end.",
    );
}
