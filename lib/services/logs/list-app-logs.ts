import type { AppLogsInput, LogsView } from "../../contract/logs";
import { loadOperationSpan } from "../../db/operation-spans";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { appOwner } from "./owners";
import { readLines } from "./read-lines";

/**
 * The last lines of the app's containers, also of those that are no more: what is kept, and what is not kept yet.
 * @throws DomainError `not_found`, also for an operation that is not of this app's containers.
 */
export async function listAppLogs(ctx: Context, { app: name, ...asked }: AppLogsInput): Promise<LogsView> {
  requireScope(ctx, "read");
  const app = await requireApp(ctx, name, "look");
  const operation = asked.operation ? await loadOperationSpan({ appId: app.id }, asked.operation) : null;
  return readLines(ctx, appOwner(ctx, app), { ...asked, operation });
}
