import type { DatabaseInput } from "../../contract/databases";
import type { LogOperationView } from "../../contract/logs";
import { listOperationSpans } from "../../db/operation-spans";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { logOperationView, SHOWN_MAX } from "./operation-view";

/** Operations that lines can be asked for, newest first. @throws DomainError `not_found`. */
export async function listLogOperations(
  ctx: Context,
  { resourceId }: DatabaseInput,
): Promise<LogOperationView[]> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const { databaseId } = addon;
  return (await listOperationSpans({ databaseId }, SHOWN_MAX)).map(logOperationView);
}
