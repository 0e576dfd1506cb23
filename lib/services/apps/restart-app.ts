import type { AppInput } from "../../contract/apps";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { APP_START_KINDS } from "../../core/operations/state";
import { raiseRevision } from "../../db/apps";
import { assertNoOperation } from "../../db/operations";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";

/**
 * Replaces the app's containers by ones with its variables as they are now.
 * @throws DomainError `not_found`; `invalid` for an app without containers; `conflict` while another start or a deletion runs.
 */
export async function restartApp(ctx: Context, { app: name }: AppInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, name);
  if (app.source === "none")
    throw new DomainError("invalid", "no_containers", "This app has no containers to restart.");
  return startOperation(ctx, app, {
    kind: "restart",
    events: [{ type: "restart", data: {} }],
    before: async (tx) => {
      await assertNoOperation(tx, { appId: app.id, databaseId: null, kinds: APP_START_KINDS });
      await raiseRevision(tx, app.id);
    },
  });
}
