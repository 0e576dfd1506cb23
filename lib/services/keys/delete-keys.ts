import { shownCommand } from "../../core/console/shown";
import { DomainError } from "../../core/errors";
import { noteEvent } from "../../db/events";
import type { KeyCount } from "../../ports/redis-keys";
import { requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { reachData } from "../databases/reach-data";
import { type CountInput, PART_MS } from "./count-keys";

/**
 * Deletes the keys that match, as far as it gets, and notes how many; safe to repeat. @throws DomainError `invalid` reason `pattern` for
 * none; `not_found`, `forbidden`, `conflict`, `unavailable`.
 */
export async function deleteKeys(ctx: Context, input: CountInput): Promise<KeyCount> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  if (input.pattern.length === 0)
    throw new DomainError("invalid", "pattern", "Say which keys: a pattern, such as cache:*.");
  const { owner } = await reachData(ctx, addon);
  const { database, ...scan } = input;
  const limit = Number.POSITIVE_INFINITY;
  const place = { target: owner, database };
  const deleted = await ctx.redisData.keys.deleteMatching(place, { ...scan, limit, timeMs: PART_MS });
  const { resourceId } = addon;
  const pattern = shownCommand([input.pattern.toString()]);
  if (deleted.matched > 0)
    await noteEvent(
      { appId: app.id, ...doneBy(ctx) },
      { type: "keys_deleted", data: { resourceId, database, pattern, keys: deleted.matched } },
    );
  return deleted;
}
