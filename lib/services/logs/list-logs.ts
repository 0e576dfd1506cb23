import type { LogsInput, LogsView } from "../../contract/logs";
import { loadOperationSpan } from "../../db/operation-spans";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { databaseOwner } from "./owners";
import { readLines } from "./read-lines";

/**
 * The last lines of the database's nodes, also of those that are no more, and of its gateway: what is kept, and what is not kept yet.
 * @throws DomainError `not_found`, also for an operation of another database.
 */
export async function listLogs(ctx: Context, { resourceId, ...asked }: LogsInput): Promise<LogsView> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const { databaseId } = addon;
  const operation = asked.operation ? await loadOperationSpan({ databaseId }, asked.operation) : null;
  return readLines(ctx, databaseOwner(ctx, databaseId), { ...asked, operation });
}
