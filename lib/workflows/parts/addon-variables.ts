import { passwordOf } from "../../core/databases/users";
import { engineOf } from "../../core/engines/engines";
import { type Tx, transaction } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { findAddonUrl, insertAddonVariables, setAddonUrl } from "../../db/variables";
import type { WorkflowContext } from "../deps";

function urlOf(world: WorkflowContext, database: DatabaseRow, isTls: boolean): string {
  const { resourceId } = database.addon;
  const password = passwordOf(world, database, "default");
  return engineOf(database.engine).connectionUrl({ resourceId, password, isTls });
}

/** Gives the app the URL of its database and asks for a restart; an app that has it already is left alone. */
export async function giveVariables(world: WorkflowContext, tx: Tx, database: DatabaseRow): Promise<void> {
  const { app, addon, isTlsForced } = database;
  await insertAddonVariables(tx, {
    appId: app.id,
    addonId: addon.id,
    resourceId: addon.resourceId,
    urlEncrypted: world.cipher.encrypt(urlOf(world, database, isTlsForced)),
  });
}

/** Changes the URL that the app has, and asks for a restart of the app if it was another. Safe to repeat. */
export async function renewUrl(
  world: WorkflowContext,
  database: DatabaseRow,
  { isTls }: { isTls: boolean },
): Promise<void> {
  const { cipher } = world;
  const url = urlOf(world, database, isTls);
  const key = { appId: database.app.id, addonId: database.addon.id };
  await transaction(async (tx) => {
    const standing = await findAddonUrl(tx, key);
    if (standing === null || cipher.decrypt(standing) === url) return;
    await setAddonUrl(tx, { ...key, urlEncrypted: cipher.encrypt(url) });
  });
}
