import type { AppInput } from "../../contract/apps";
import type { LogOperationView } from "../../contract/logs";
import { listOperationSpans } from "../../db/operation-spans";
import { requireApp } from "../access";
import type { Context } from "../context";
import { logOperationView, SHOWN_MAX } from "./operation-view";

/** Starts of the app's containers that lines can be asked for, newest first. @throws DomainError `not_found`. */
export async function listAppLogOperations(
  ctx: Context,
  { app: name }: AppInput,
): Promise<LogOperationView[]> {
  const { id: appId } = await requireApp(ctx, name, "look");
  return (await listOperationSpans({ appId }, SHOWN_MAX)).map(logOperationView);
}
