import type { ConnectionView, DatabaseInput } from "../../contract/databases";
import { passwordOf } from "../../core/databases/users";
import { engineOf } from "../../core/engines/engines";
import { loadDatabase } from "../../db/databases";
import { requireDatabase } from "../access";
import type { Context } from "../context";

/** How the app's containers reach the database, with the password. @throws DomainError `not_found`. */
export async function getConnection(ctx: Context, input: DatabaseInput): Promise<ConnectionView> {
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { resourceId } = addon;
  const engine = engineOf(addon.provider);
  const password = passwordOf(ctx, await loadDatabase(addon.databaseId), "default");
  return {
    url: engine.connectionUrl({ resourceId, password, isTls: false }),
    host: resourceId,
    port: engine.port,
    user: resourceId,
    password,
  };
}
