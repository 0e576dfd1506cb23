import type { AppInput } from "../../contract/apps";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { logsToken } from "./logs-token";

/** A token to read the logs of one app with, for an hour; those of its databases it does not open. @throws DomainError as `createLogsToken`. */
export async function createAppLogsToken(
  ctx: Context,
  { app: name }: AppInput,
): Promise<{ app: string; token: string }> {
  requireScope(ctx, "read");
  const app = await requireApp(ctx, name, "look");
  const token = await logsToken(ctx, ctx.actor, { app: app.id, only: "app-logs" });
  return { app: app.name, token };
}
