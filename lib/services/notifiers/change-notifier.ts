import type { ChangeNotifierInput, NotifierView } from "../../contract/notifiers";
import { shownUrl } from "../../core/notifiers/notifier";
import { giveUpDeliveries } from "../../db/deliveries";
import { type NotifierRow, updateNotifier } from "../../db/notifiers";
import { requireAppOrPlatform, requireScope } from "../access";
import type { Context } from "../context";
import { changeNotifiers } from "./change-notifiers";
import { loadNotifier } from "./find";
import { assertReachable } from "./target";
import { notifierView } from "./view";

/**
 * Changes what is given of a notifier; an address as it is shown stays the one that it stands for. One that is paused is sent nothing any
 * more of what waits. @throws DomainError as `addNotifier` does, `not_found`.
 */
export async function changeNotifier(ctx: Context, input: ChangeNotifierInput): Promise<NotifierView> {
  requireScope(ctx, "write");
  const app = await requireAppOrPlatform(ctx, input.app);
  const appId = app?.id ?? null;
  const row = await loadNotifier(appId, input.notifierId);
  const changed = await withChanges(ctx, row, input);
  await changeNotifiers(ctx, app, async (tx, note) => {
    const { createdAt: _created, updatedAt: _updated, ...columns } = changed;
    if (!(await updateNotifier(tx, columns))) return;
    if (!changed.isActive) await giveUpDeliveries(tx, row.id, "The notifier was paused.");
    await note("edit_notifier", changed.name);
  });
  return notifierView(ctx, await loadNotifier(appId, row.id));
}

async function withChanges(
  { cipher, messenger }: Pick<Context, "cipher" | "messenger">,
  row: NotifierRow,
  input: ChangeNotifierInput,
): Promise<NotifierRow> {
  const { name, isActive, isAll, kinds } = input;
  const changed = {
    ...row,
    name: name ?? row.name,
    isActive: isActive ?? row.isActive,
    isAll: isAll ?? row.isAll,
    kinds: kinds ? [...new Set(kinds)] : row.kinds,
  };
  if (row.urlEncrypted === null) return withRecipients(messenger, changed, input);
  const url = cipher.decrypt(row.urlEncrypted);
  if (input.url === undefined || input.url === shownUrl(url)) return changed;
  await assertReachable({ messenger }, { ...changed, url: input.url }, row.appId);
  return { ...changed, urlEncrypted: cipher.encrypt(input.url) };
}

async function withRecipients(
  messenger: Context["messenger"],
  row: NotifierRow,
  { emails, userIds }: ChangeNotifierInput,
): Promise<NotifierRow> {
  // Whom nobody has changed may have lost their access since: they get nothing, and stand in nobody's way.
  if (!emails && !userIds) return row;
  const changed = { ...row, emails: emails ?? row.emails, userIds: userIds ?? row.userIds };
  await assertReachable({ messenger }, changed, row.appId);
  return changed;
}
