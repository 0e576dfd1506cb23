import type { NotifierInput, NotifierView } from "../../contract/notifiers";
import { requireAppOrPlatform, requireScope } from "../access";
import type { Context } from "../context";
import { loadNotifier } from "./find";
import { notifierView } from "./view";

/** @throws DomainError `not_found`; `forbidden` for one of the platform but for administrators. */
export async function getNotifier(ctx: Context, { app, notifierId }: NotifierInput): Promise<NotifierView> {
  requireScope(ctx, "look");
  const place = await requireAppOrPlatform(ctx, app, "look");
  return notifierView(ctx, await loadNotifier(place?.id ?? null, notifierId));
}
