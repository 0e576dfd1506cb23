import type { AlertReceiversView } from "../../contract/alerts";
import type { DatabaseInput } from "../../contract/databases";
import { listToldOf } from "../../db/notifiers";
import { requireDatabase } from "../access";
import type { Context } from "../context";

/** Who is told when an alert of the database fires. @throws DomainError `not_found`. */
export async function listAlertReceivers(
  ctx: Context,
  { resourceId }: DatabaseInput,
): Promise<AlertReceiversView> {
  const { app } = await requireDatabase(ctx, resourceId);
  const told = await listToldOf(app.id, "alert_fired");
  return {
    own: told.filter(({ appId }) => appId !== null).map(({ name }) => name),
    hasPlatform: told.some(({ appId }) => appId === null),
  };
}
