import "server-only";
import { type DATABASE_ROUTES, toApiDatabase, toApiInstanceStatus } from "../../../contract/api/databases";
import { toApiDatabaseOperation } from "../../../contract/api/operations";
import { getDatabase } from "../../../services/databases/get-database";
import { getDatabaseOperation } from "../../../services/databases/get-database-operation";
import { upgradeDatabase } from "../../../services/databases/upgrade";
import type { Handlers } from "../handler";

export const DATABASE_HANDLERS: Handlers<typeof DATABASE_ROUTES> = {
  getDatabase: async ({ ctx, params: { database } }) => ({
    database: toApiDatabase(await getDatabase(ctx, { resourceId: database })),
  }),
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
    const { id } = await upgradeDatabase(ctx, { resourceId, version, way: body.way });
    answerHeaders.set("location", `${origin}/api/databases/${addonId}/operations/${id}`);
    return {
      message: `Database upgrade to ${version} is pending`,
      operation_id: id,
      version_id: version,
      readable_version: version,
    };
  },
  listInstances: async ({ ctx, params: { database } }) =>
    (await getDatabase(ctx, { resourceId: database })).instances.map(toApiInstanceStatus),
};
