import type { ConnectionView, DatabaseInput } from "../../contract/databases";
import { passwordOf } from "../../core/databases/users";
import { engineOf } from "../../core/engines/engines";
import { loadDatabase } from "../../db/databases";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";

/** How the app's containers reach the database, with the password. @throws DomainError `not_found`. */
export async function getConnection(ctx: Context, input: DatabaseInput): Promise<ConnectionView> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { resourceId } = addon;
  const engine = engineOf(addon.engine);
  const database = await loadDatabase(addon.databaseId);
  const { isTlsForced, publicPort } = database;
  const address = { resourceId, password: passwordOf(ctx, database, "default") };
  return {
    url: engine.connectionUrl({ ...address, isTls: isTlsForced }),
    host: resourceId,
    port: engine.port,
    user: resourceId,
    password: address.password,
    publicUrl:
      ctx.publicHost === null || publicPort === null
        ? null
        : engine.connectionUrl({ ...address, isTls: true, host: ctx.publicHost, port: publicPort }),
  };
}
