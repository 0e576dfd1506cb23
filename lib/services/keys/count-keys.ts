import { SECOND_MS } from "../../core/units";
import type { KeyCount } from "../../ports/redis-keys";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { reachData } from "../databases/reach-data";
import type { KeysInput } from "./list-keys";

/** One answer of a count or a deletion comes after so long, and says where to go on. */
export const PART_MS = 3 * SECOND_MS;

/** Which keys, from where on. */
export type CountInput = Omit<KeysInput, "limit">;

/** How many keys match, as far as it got. @throws DomainError `not_found`, `invalid`, `conflict`, `unavailable`. */
export async function countKeys(ctx: Context, input: CountInput): Promise<KeyCount> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { owner } = await reachData(ctx, addon);
  const { database, ...scan } = input;
  const limit = Number.POSITIVE_INFINITY;
  return ctx.redisData.keys.count({ target: owner, database }, { ...scan, limit, timeMs: PART_MS });
}
