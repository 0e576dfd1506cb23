import { FORMER_KEPT_MS } from "../core/databases/rotation";
import { otherPasswordOf } from "../core/databases/users";
import { engineOf } from "../core/engines/engines";
import { DomainError } from "../core/errors";
import { loadApp } from "../db/apps";
import { type DatabaseRow, loadDatabase } from "../db/databases";
import { dropComingPassword, setPasswordReplaced, swapPasswords } from "../db/password-rotations";
import type { Deps, DepsOf } from "./deps";
import { beginForDatabase, fail, succeed } from "./parts/ending";
import { startApp } from "./parts/start-app";
import { applyPasswords } from "./parts/users";

/**
 * Gives the addon a new password without an outage: Redis takes both, then the app is told the new one and restarted. The new one was
 * made with the operation; the former ends later, by itself: see `keepUsers`.
 */
export async function rotatePassword(deps: DepsOf<"rotate-password">, operationId: string): Promise<void> {
  const { step } = deps;
  const { appId, databaseId } = await beginForDatabase(deps, operationId);
  try {
    await step("add-password", async () => applyPasswords(deps, await loadServing(databaseId)));
    await step("set-variables", async () => giveNewUrl(deps, await loadServing(databaseId)));
  } catch (error) {
    await failRotation(deps, operationId, { databaseId, error });
    return;
  }
  try {
    await step("restart-app", () => startApp(deps, appId));
  } catch (error) {
    // Both passwords are good: the app goes on with the one that it knows, and gets the new one with its next start.
    await fail(deps, operationId, error);
    return;
  }
  const { source } = await loadApp(appId);
  await succeed(deps, operationId, async (tx) => {
    // Of an app that Berth does not run nobody knows when it has the new one.
    if (source !== "none") await setPasswordReplaced(tx, databaseId);
  });
}

/** @throws DomainError `conflict` when it was removed meanwhile. */
async function loadServing(databaseId: string): Promise<DatabaseRow> {
  const database = await loadDatabase(databaseId);
  if (database.addon.status === "running" && !database.app.deletedAt) return database;
  throw new DomainError(
    "conflict",
    "app_deleted",
    "The database was removed while its password was changed.",
  );
}

async function giveNewUrl(deps: Deps, database: DatabaseRow): Promise<void> {
  const { id: databaseId, addon, app } = database;
  const password = otherPasswordOf(deps, database);
  // Repeated, it may have done so before.
  if (password === null) return;
  const { resourceId } = addon;
  const url = engineOf(database.engine).connectionUrl({ resourceId, password, isTls: database.isTlsForced });
  await swapPasswords({
    databaseId,
    appId: app.id,
    addonId: addon.id,
    urlEncrypted: deps.cipher.encrypt(url),
    until: new Date(Date.now() + FORMER_KEPT_MS),
  });
}

/** Ends one whose new password nobody knows yet: the present one stays alone. */
export const failRotation = (
  deps: Deps,
  operationId: string,
  { databaseId, error }: { databaseId: string; error: unknown },
): Promise<void> =>
  fail(deps, operationId, error, {
    clean: async () => {
      await dropComingPassword(databaseId);
      await applyPasswords(deps, await loadServing(databaseId));
    },
    record: async () => {},
  });
