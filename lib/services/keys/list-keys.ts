import type { KeyFilter, KeyPage } from "../../core/keys/key";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { reachData } from "../databases/reach-data";

/** A page is answered after so long, also when it found few. */
const PAGE_MS = 80;

/** Which page of which keys. `limit` is about how many. */
export type KeysInput = KeyFilter & {
  resourceId: string;
  database: number;
  cursor: string | null;
  limit: number;
};

/** Keys in no order, a page at a time. @throws DomainError `not_found`, `invalid`, `conflict`, `unavailable`. */
export async function listKeys(ctx: Context, input: KeysInput): Promise<KeyPage> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { owner } = await reachData(ctx, addon);
  const { database, ...scan } = input;
  return ctx.redisData.keys.list({ target: owner, database }, { ...scan, timeMs: PAGE_MS });
}
