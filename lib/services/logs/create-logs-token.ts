import type { DatabaseInput } from "../../contract/databases";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { logsToken } from "./logs-token";

/** A token to read the logs of one database with, for an hour. @throws DomainError `not_found`; `forbidden` in the browser, which needs none. */
export async function createLogsToken(
  ctx: Context,
  input: DatabaseInput,
): Promise<{ resourceId: string; token: string }> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const token = await logsToken(ctx, ctx.actor, { addon: addon.id, only: "logs" });
  return { resourceId: addon.resourceId, token };
}
