import type { NotifiersInput, NotifierView } from "../../contract/notifiers";
import { listNotifiers as listRows } from "../../db/notifiers";
import { requireAppOrPlatform, requireScope } from "../access";
import type { Context } from "../context";
import { notifierViews } from "./view";

/** Those of the app, or of the platform; oldest first, may be empty. @throws DomainError `not_found`; `forbidden` for those of the platform but for administrators. */
export async function listNotifiers(ctx: Context, { app }: NotifiersInput): Promise<NotifierView[]> {
  requireScope(ctx, "look");
  const place = await requireAppOrPlatform(ctx, app, "look");
  return notifierViews(ctx, await listRows(place?.id ?? null));
}
