import type { NotifierInput } from "../../contract/notifiers";
import { deleteNotifier } from "../../db/notifiers";
import { requireAppOrPlatform, requireScope } from "../access";
import type { Context } from "../context";
import { changeNotifiers } from "./change-notifiers";
import { loadNotifier } from "./find";

/** Nothing is sent to it any more, nor what waits. @throws DomainError `not_found`, `forbidden`; `conflict` while the app is being deleted. */
export async function removeNotifier(ctx: Context, { app: name, notifierId }: NotifierInput): Promise<void> {
  requireScope(ctx, "write");
  const app = await requireAppOrPlatform(ctx, name);
  const row = await loadNotifier(app?.id ?? null, notifierId);
  await changeNotifiers(ctx, app, async (tx, note) => {
    if (await deleteNotifier(tx, row.id)) await note("delete_notifier", row.name);
  });
}
