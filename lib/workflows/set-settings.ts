import { engineOf } from "../core/engines/engines";
import { DomainError } from "../core/errors";
import { configOfSettings, type KnownSettings } from "../core/settings/settings";
import { transaction } from "../db/client";
import { loadDatabase, setSettings as writeSettings } from "../db/databases";
import { insertEvent } from "../db/events";
import { loadOperation } from "../db/operations";
import type { Deps, DepsOf } from "./deps";
import { planOf, servingNode } from "./parts/database";
import { beginForDatabase, fail, succeed } from "./parts/ending";
import { assertConfig, keepConfig } from "./parts/features/node-config";
import { setGatewayLimits } from "./parts/gateway";

/** Sets what a person wants on the node and on the gateway, and looks at it from the outside. Whatever fails takes it back. */
export async function setSettings(deps: DepsOf<"set-settings">, operationId: string): Promise<void> {
  const { step } = deps;
  const { databaseId } = await beginForDatabase(deps, operationId);
  try {
    await step("apply-settings", async () => apply(deps, await loadWanted(operationId)));
    await step("check-settings", async () => {
      const loaded = await loadWanted(operationId);
      await assertConfig(deps, loaded.database, configFor(deps, loaded));
    });
  } catch (error) {
    await failSettings(deps, operationId, { databaseId, error });
    return;
  }
  await succeed(deps, operationId, async (tx) => {
    const { database, actorId, settings } = await loadChange(operationId);
    const subject = { appId: database.app.id, databaseId, operationId, actorId };
    const names = Object.keys(settings.wanted);
    await insertEvent(tx, subject, {
      type: "settings_changed",
      data: { resourceId: database.addon.resourceId, names },
    });
  });
}

async function loadChange(operationId: string) {
  const { settings, databaseId, actorId } = await loadOperation(operationId);
  if (!settings || databaseId === null) throw new Error(`operation ${operationId} sets nothing`);
  return { settings, actorId, database: await loadDatabase(databaseId) };
}
type Loaded = Awaited<ReturnType<typeof loadChange>>;

/** @throws DomainError `conflict` when the app or the addon was removed meanwhile. */
async function loadWanted(operationId: string): Promise<Loaded> {
  const loaded = await loadChange(operationId);
  const { app, addon } = loaded.database;
  if (app.deletedAt || addon.status !== "running")
    throw new DomainError("conflict", "app_deleted", "The database was removed meanwhile.");
  return loaded;
}

/** Of the records, for those alone that this is about. */
function configFor(deps: Deps, { database, settings }: Loaded): Record<string, string> {
  const about = Object.keys(settings.wanted);
  const now: KnownSettings = Object.fromEntries(
    Object.entries(database.settings).filter(([name]) => about.includes(name)),
  );
  const engine = engineOf(database.engine);
  return configOfSettings(now, { engine, plan: planOf(deps, servingNode(database)) });
}

async function apply(deps: Deps, loaded: Loaded): Promise<void> {
  const { database, settings } = loaded;
  await keepConfig(deps, database, configFor(deps, loaded));
  if (settings.wanted.clientsMax !== undefined) await setGatewayLimits(deps, database);
}

/** Ends one that was not done: everything is as it was before. */
export const failSettings = (
  deps: Deps,
  operationId: string,
  { databaseId, error }: { databaseId: string; error: unknown },
): Promise<void> =>
  fail(deps, operationId, error, {
    clean: async () => {
      const { settings } = await loadChange(operationId);
      // The records first: node and gateway are set from them.
      await transaction((tx) => writeSettings(tx, databaseId, settings.former));
      await apply(deps, await loadChange(operationId));
    },
    record: async (tx, reason) => {
      const { database, settings } = await loadChange(operationId);
      await writeSettings(tx, databaseId, settings.former);
      const subject = { appId: database.app.id, databaseId, operationId, actorId: null };
      const data = { resourceId: database.addon.resourceId, names: Object.keys(settings.wanted), reason };
      await insertEvent(tx, subject, { type: "settings_failed", data });
    },
  });
