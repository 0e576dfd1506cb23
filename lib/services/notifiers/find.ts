import { DomainError } from "../../core/errors";
import { findNotifier, type NotifierRow } from "../../db/notifiers";

/** One of those of the app, or of the platform. @throws DomainError `not_found` */
export async function loadNotifier(appId: string | null, id: string): Promise<NotifierRow> {
  const row = await findNotifier({ appId, id });
  if (!row) throw new DomainError("not_found", "notifier", "This notifier does not exist.");
  return row;
}
