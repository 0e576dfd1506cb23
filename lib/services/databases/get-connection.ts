import type { ConnectionView, DatabaseInput } from "../../contract/databases";
import { connectionUrl, GATEWAY_PORT } from "../../core/databases/url";
import { loadDatabase } from "../../db/databases";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { passwordOf } from "./passwords";

/** How the app's containers reach the database, with the password. @throws DomainError `not_found`. */
export async function getConnection(ctx: Context, input: DatabaseInput): Promise<ConnectionView> {
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { resourceId } = addon;
  const password = passwordOf(ctx.cipher, await loadDatabase(addon.databaseId), "default");
  return {
    url: connectionUrl({ resourceId, password }),
    host: resourceId,
    port: GATEWAY_PORT,
    user: resourceId,
    password,
  };
}
