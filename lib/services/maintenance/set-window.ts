import type { SetWindowInput } from "../../contract/maintenance";
import { windowForNotice } from "../../core/maintenance/window";
import { setWindow as writeWindow } from "../../db/maintenances";
import { changeApp, requireDatabase, requireScope } from "../access";
import type { Context } from "../context";

/** Sets when the window opens; what people were told of already stays where it was. Safe to repeat. @throws DomainError `not_found`. */
export async function setWindow(ctx: Context, input: SetWindowInput): Promise<void> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { weekdayUtc, hourUtc } = input;
  const windowAt = windowForNotice({ weekdayUtc, hourUtc }, new Date());
  await changeApp(ctx, app.id, (tx) => writeWindow(tx, addon.databaseId, { weekdayUtc, hourUtc, windowAt }));
}
