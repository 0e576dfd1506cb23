import { shownCommand } from "../../core/console/shown";
import type { KeyChange } from "../../core/keys/key";
import { noteEvent } from "../../db/events";
import { requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { reachData } from "../databases/reach-data";
import type { KeyInput } from "./get-key";

/**
 * Changes one key, and notes it. @throws DomainError `not_found`, `forbidden`; `conflict` reason `changed_meanwhile`, `key_exists`,
 * `not_running`; `unavailable`.
 */
export async function changeKey(ctx: Context, input: KeyInput & { change: KeyChange }): Promise<void> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { owner } = await reachData(ctx, addon);
  const { database, key, change } = input;
  await ctx.redisData.keys.change({ target: owner, database }, key, change);
  const { resourceId } = addon;
  const named = shownCommand([key.toString()]);
  await noteEvent(
    { appId: app.id, ...doneBy(ctx) },
    { type: "key_changed", data: { resourceId, database, key: named, change: change.kind } },
  );
}
