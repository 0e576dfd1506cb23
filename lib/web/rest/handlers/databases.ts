import "server-only";
import { type DATABASE_ROUTES, toApiDatabase, toApiInstanceStatus } from "../../../contract/api/databases";
import { toApiDatabaseOperation } from "../../../contract/api/operations";
import { getDatabase } from "../../../services/databases/get-database";
import { getDatabaseOperation } from "../../../services/databases/get-database-operation";
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
  listInstances: async ({ ctx, params: { database } }) =>
    (await getDatabase(ctx, { resourceId: database })).instances.map(toApiInstanceStatus),
};
