import type { FollowLogsInput, LogLineView } from "../../contract/logs";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { followLines } from "./follow-lines";
import { databaseOwner } from "./owners";

/**
 * Lines of the database's nodes and gateway as they are written, from now on until `signal`; a successor's container joins in.
 * @throws DomainError `not_found`, or `limit_exceeded` for too many readers, before the first line.
 */
export async function followLogs(
  ctx: Context,
  { resourceId, source }: FollowLogsInput,
  signal: AbortSignal,
): Promise<AsyncIterable<LogLineView>> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  return followLines(ctx, databaseOwner(ctx, addon.databaseId), { source, signal });
}
