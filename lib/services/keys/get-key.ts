import { DomainError } from "../../core/errors";
import type { KeyView } from "../../core/keys/key";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { reachData } from "../databases/reach-data";

/** Names a key of a database. */
export type KeyInput = { resourceId: string; database: number; key: Buffer };

/** The key with a page of what it holds. @throws DomainError `not_found` reason `key` too; `invalid`, `conflict`, `unavailable`. */
export async function getKey(ctx: Context, input: KeyInput & { cursor: string | null }): Promise<KeyView> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { owner } = await reachData(ctx, addon);
  const { database, key, cursor } = input;
  const view = await ctx.redisData.keys.read({ target: owner, database }, key, cursor);
  if (view) return view;
  throw new DomainError("not_found", "key", "There is no such key: it was deleted, or its time ran out.");
}
