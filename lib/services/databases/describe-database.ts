import type { DescribeDatabaseInput } from "../../contract/databases";
import { setAddonDescription } from "../../db/addon-descriptions";
import { insertEvent } from "../../db/events";
import { changeApp, requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";

/**
 * Says what people call a database and what they note of it; what is undefined stays. Safe to repeat.
 * @throws DomainError `forbidden`; `not_found`; `conflict` while the app is being deleted.
 */
export async function describeDatabase(
  ctx: Context,
  { resourceId, name, note }: DescribeDatabaseInput,
): Promise<void> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, resourceId);
  const wanted = {
    name: name === undefined ? addon.name : name,
    note: note === undefined ? addon.note : note,
  };
  if (wanted.name === addon.name && wanted.note === addon.note) return;
  const { databaseId } = addon;
  await changeApp(ctx, app.id, async (tx) => {
    await setAddonDescription(tx, addon.id, wanted);
    const by = { appId: app.id, databaseId, ...doneBy(ctx) };
    const data = { resourceId: addon.resourceId, name: wanted.name };
    await insertEvent(tx, by, { type: "describe_database", data });
  });
}
