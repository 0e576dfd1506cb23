import type { EventDetail } from "../../core/events/events";
import type { AppRow } from "../../db/apps";
import { type Tx, transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { changeApp, requireScope } from "../access";
import { type Context, doneBy } from "../context";

type Told = Extract<EventDetail["type"], `${string}_notifier`>;
/** Writes to the app's timeline; of those of the platform there is none. */
export type Note = (type: Told, name: string) => Promise<void>;

/** Changes notifiers of an app, or of the platform, in one transaction. The caller has checked the right to it. @throws DomainError as `changeApp` does. */
export async function changeNotifiers<T>(
  ctx: Context,
  app: AppRow | null,
  work: (tx: Tx, note: Note) => Promise<T>,
): Promise<T> {
  requireScope(ctx, "write");
  if (!app) return transaction((tx) => work(tx, async () => {}));
  return changeApp(ctx, app.id, (tx) =>
    work(tx, (type, name) => insertEvent(tx, { appId: app.id, ...doneBy(ctx) }, { type, data: { name } })),
  );
}
