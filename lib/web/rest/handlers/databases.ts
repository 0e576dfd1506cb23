import "server-only";
import { type DATABASE_ROUTES, toApiDatabase } from "../../../contract/api/databases";
import { toApiInstanceStatus } from "../../../contract/api/instances";
import { toApiDatabaseOperation } from "../../../contract/api/operations";
import { getBackupConfig } from "../../../services/backups/get-backup-config";
import { setBackupConfig } from "../../../services/backups/set-backup-config";
import type { Context } from "../../../services/context";
import { describeDatabase } from "../../../services/databases/describe-database";
import { findNewerBuild } from "../../../services/databases/find-newer-build";
import { getDatabase } from "../../../services/databases/get-database";
import { getDatabaseOperation } from "../../../services/databases/get-database-operation";
import { getGroupHealth } from "../../../services/databases/get-group-health";
import { moveDatabase } from "../../../services/databases/move-database";
import { upgradeDatabase } from "../../../services/databases/upgrade";
import { setWindow } from "../../../services/maintenance/set-window";
import type { Handlers } from "../handler";
import { databaseOperationPath } from "../paths";

export const DATABASE_HANDLERS: Handlers<typeof DATABASE_ROUTES> = {
  getDatabase: ({ ctx, params }) => show(ctx, params.database),
  updateDatabase: async ({ ctx, params, body }) => {
    const {
      periodic_backups_scheduled_at: hourUtc,
      periodic_backups_enabled: isOn,
      maintenance_window: window,
      name,
      note,
    } = body.database;
    const resourceId = params.database;
    if (window)
      await setWindow(ctx, {
        resourceId,
        weekdayUtc: window.weekday_utc,
        hourUtc: window.starting_hour_utc,
      });
    await describeDatabase(ctx, { resourceId, name, note });
    await setBackupConfig(ctx, { resourceId, hourUtc, isOn });
    return show(ctx, params.database);
  },
  getDatabaseOperation: async ({ ctx, params: { database, operation } }) => ({
    operation: toApiDatabaseOperation(
      await getDatabaseOperation(ctx, { resourceId: database, operationId: operation }),
    ),
  }),
  upgradeDatabase: async ({ ctx, params: { database }, body, answerHeaders, origin }) => {
    const {
      resourceId,
      addonId,
      laterVersions,
      version: present,
    } = await getDatabase(ctx, {
      resourceId: database,
    });
    // Without a later one the service refuses the present one in its own words.
    const version = body.version ?? laterVersions[0] ?? present;
    const { engine, way } = body;
    const { id } = await upgradeDatabase(ctx, { resourceId, engine, version, way });
    answerHeaders.set("location", origin + databaseOperationPath(addonId, { id }));
    return {
      message: `Database upgrade to ${version} is pending`,
      operation_id: id,
      version_id: version,
      readable_version: version,
    };
  },
  moveDatabase: async ({ ctx, params: { database }, body, answerHeaders, origin }) => {
    const { resourceId, addonId } = await getDatabase(ctx, { resourceId: database });
    const { id, host } = await moveDatabase(ctx, { resourceId, ...body });
    answerHeaders.set("location", origin + databaseOperationPath(addonId, { id }));
    return { message: `Database move to ${host} is pending`, operation_id: id, host };
  },
  listInstances: async ({ ctx, params: { database } }) => {
    const { resourceId, instances, plan } = await getDatabase(ctx, { resourceId: database });
    const group = plan.isHighlyAvailable ? await getGroupHealth(ctx, { resourceId }) : null;
    return instances.map((instance) => toApiInstanceStatus(instance, group));
  },
};

async function show(ctx: Context, resourceId: string) {
  const [view, backups, newerBuild] = await Promise.all([
    getDatabase(ctx, { resourceId }),
    getBackupConfig(ctx, { resourceId }),
    findNewerBuild(ctx, { resourceId }),
  ]);
  return { database: toApiDatabase(view, backups, newerBuild) };
}
