import { randomUUID } from "node:crypto";
import type { AppInput } from "../../contract/apps";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { raiseRevision } from "../../db/apps";
import { insertEvent } from "../../db/events";
import { insertOperation, loadOperation } from "../../db/operations";
import { changeApp, requireApp } from "../access";
import type { Context } from "../context";
import { operationView } from "../operations/view";

/**
 * Replaces the app's containers by ones with its variables as they are now.
 * @throws DomainError `not_found`; `invalid` for an app without containers; `conflict` while another restart or a deletion runs.
 */
export async function restartApp(ctx: Context, { app: name }: AppInput): Promise<OperationView> {
  const app = await requireApp(ctx, name);
  if (app.source === "none")
    throw new DomainError("invalid", "no_containers", "This app has no containers to restart.");
  const operationId = randomUUID();
  const actorId = ctx.actor.userId;
  await changeApp(ctx, app, async (tx) => {
    await raiseRevision(tx, app.id);
    await insertOperation(tx, { id: operationId, kind: "restart", appId: app.id, databaseId: null, actorId });
    await insertEvent(tx, { appId: app.id, operationId, actorId }, { type: "restart", data: {} });
  });
  return operationView(await loadOperation(operationId));
}
