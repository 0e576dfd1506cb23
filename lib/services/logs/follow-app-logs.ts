import type { FollowAppLogsInput, LogLineView } from "../../contract/logs";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { followLines } from "./follow-lines";
import { appOwner } from "./owners";

/**
 * Lines of the app's containers as they are written, from now on until `signal`; a container that is started later joins in.
 * @throws DomainError `not_found`, or `limit_exceeded` for too many readers, before the first line.
 */
export async function followAppLogs(
  ctx: Context,
  { app: name, source }: FollowAppLogsInput,
  signal: AbortSignal,
): Promise<AsyncIterable<LogLineView>> {
  requireScope(ctx, "read");
  const app = await requireApp(ctx, name, "look");
  return followLines(ctx, appOwner(ctx, app), { source, signal });
}
