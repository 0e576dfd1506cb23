import "server-only";
import { type KEY_ROUTES, toApiKeyPage, toApiKeyView } from "../../../contract/api/keys";
import { changeKey } from "../../../services/keys/change-key";
import { countKeys } from "../../../services/keys/count-keys";
import { deleteKeys } from "../../../services/keys/delete-keys";
import { getKey } from "../../../services/keys/get-key";
import { listKeys } from "../../../services/keys/list-keys";
import type { Handlers } from "../handler";

type Filter = { db: number; pattern: string; type?: string | undefined; cursor?: string | undefined };

const filterOf = ({ database }: { database: string }, { db, pattern, type, cursor }: Filter) => ({
  resourceId: database,
  database: db,
  pattern: Buffer.from(pattern),
  type: type ?? null,
  cursor: cursor ?? null,
});

export const KEY_HANDLERS: Handlers<typeof KEY_ROUTES> = {
  listDatabaseKeys: async ({ ctx, params, query }) =>
    toApiKeyPage(await listKeys(ctx, { ...filterOf(params, query), limit: query.limit })),
  countDatabaseKeys: async ({ ctx, params, query }) => {
    const { matched, cursor } = await countKeys(ctx, filterOf(params, query));
    return { keys: matched, cursor };
  },
  deleteDatabaseKeys: async ({ ctx, params, body }) => {
    const { matched, cursor } = await deleteKeys(ctx, filterOf(params, body));
    return { keys: matched, cursor };
  },
  getDatabaseKey: async ({ ctx, params, query: { db, key, cursor } }) => {
    const input = { resourceId: params.database, database: db, key, cursor: cursor ?? null };
    return { key: toApiKeyView(await getKey(ctx, input)) };
  },
  changeDatabaseKey: async ({ ctx, params, body: { db, key, change } }) => {
    const input = { resourceId: params.database, database: db, key };
    // One kind has a word of two parts.
    const meant = change.kind === "expire" ? ({ kind: "expire", ttlMs: change.ttl_ms } as const) : change;
    await changeKey(ctx, { ...input, change: meant });
  },
};
