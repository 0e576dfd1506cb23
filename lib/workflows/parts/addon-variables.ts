import { passwordOf } from "../../core/databases/users";
import { engineOf } from "../../core/engines/engines";
import type { Tx } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { insertAddonVariables } from "../../db/variables";
import type { WorkflowContext } from "../deps";

/** The URL as the records want it. */
function urlOf(world: WorkflowContext, database: DatabaseRow): string {
  const { resourceId, provider } = database.addon;
  const password = passwordOf(world, database, "default");
  return engineOf(provider).connectionUrl({ resourceId, password, isTls: false });
}

/** Gives the app the URL of its database and asks for a restart; an app that has it already is left alone. */
export async function giveVariables(world: WorkflowContext, tx: Tx, database: DatabaseRow): Promise<void> {
  const { app, addon } = database;
  await insertAddonVariables(tx, {
    appId: app.id,
    addonId: addon.id,
    resourceId: addon.resourceId,
    urlEncrypted: world.cipher.encrypt(urlOf(world, database)),
  });
}
