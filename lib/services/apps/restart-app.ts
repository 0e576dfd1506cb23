import type { AppInput } from "../../contract/apps";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { raiseRevision } from "../../db/apps";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";

/**
 * Replaces the app's containers by ones with its variables as they are now.
 * @throws DomainError `not_found`; `invalid` for an app without containers; `conflict` while another restart or a deletion runs.
 */
export async function restartApp(ctx: Context, { app: name }: AppInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, name);
  if (app.source === "none")
    throw new DomainError("invalid", "no_containers", "This app has no containers to restart.");
  return startOperation(ctx, app, {
    kind: "restart",
    events: [{ type: "restart", data: {} }],
    before: (tx) => raiseRevision(tx, app.id),
  });
}
