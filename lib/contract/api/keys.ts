import { z } from "zod";
import { textOf } from "../../core/bytes/text";
import type { KeyContent, KeyPage, KeyRow, KeyView } from "../../core/keys/key";
import { DATABASES } from "../../core/keys/numbers";
import { ApiKeyChange, Base64 } from "./key-changes";
import { NoAnswer, route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Keys of a database";

const KEY_BYTES_MAX = 65_536;
const Key = Base64.refine(({ length }) => length > 0 && length <= KEY_BYTES_MAX, {
  error: "A key has 1 to 65,536 bytes.",
}).describe("Name of the key: its bytes in base64.");

const DATABASE_ERROR = `A database has a number from 0 to ${DATABASES - 1}.`;
const number = z.coerce
  .number({ error: DATABASE_ERROR })
  .int({ error: DATABASE_ERROR })
  .min(0, { error: DATABASE_ERROR })
  .max(DATABASES - 1, { error: DATABASE_ERROR });
/** Number of a database within Redis; the first when none is said. */
export const DatabaseNumber = number.default(0).describe("Number of the database, from 0 on.");

const Cursor = z.string().max(50).optional().describe("`cursor` of the page before.");
const Pattern = z.string().max(10_000).describe("As of SCAN: `user:*`.");
const Type = z.string().regex(/^[\w-]{1,50}$/, { error: "This is no type of a key." });
const FilterQuery = z.object({
  db: DatabaseNumber,
  pattern: Pattern.default(""),
  type: Type.optional(),
  cursor: Cursor,
});
const KeyQuery = z.object({ db: DatabaseNumber, key: Key, cursor: Cursor });

const ApiBytes = z.string().describe("In base64.");
const ApiKey = z
  .object({
    key: ApiBytes,
    name: z.string().nullable().describe("The same as text; null when it is none."),
    type: z.string(),
    ttl_ms: z.number().nullable().describe("Null for one that stays."),
    encoding: z.string(),
    memory_bytes: z.number().describe("An estimate of the server's own."),
  })
  .meta({ id: "Key" });
/** A key as a list shows it. */
export type ApiKey = z.infer<typeof ApiKey>;

const toApiKey = (row: KeyRow): ApiKey => ({
  key: row.key.toString("base64"),
  name: textOf(row.key),
  type: row.type,
  ttl_ms: row.ttlMs,
  encoding: row.encoding,
  memory_bytes: row.memoryBytes,
});

const ApiKeyPage = z.object({
  keys: z.array(ApiKey),
  cursor: z.string().nullable().describe("Goes on after this page, which may be empty; null at the end."),
  scanned: z.number().describe("About how many keys were looked at."),
  total: z.number().describe("Keys in the database."),
});
/** A page of keys. */
export type ApiKeyPage = z.infer<typeof ApiKeyPage>;

/** A page of keys in the words of the API. */
export const toApiKeyPage = (page: KeyPage): ApiKeyPage => ({ ...page, keys: page.keys.map(toApiKey) });

const Field = z.object({ field: ApiBytes, value: ApiBytes });
const ApiContent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("string"), value: ApiBytes }),
  z.object({ type: z.literal("hash"), fields: z.array(Field) }),
  z.object({ type: z.literal("list"), from: z.number(), items: z.array(ApiBytes) }),
  z.object({ type: z.literal("set"), members: z.array(ApiBytes) }),
  z.object({ type: z.literal("zset"), members: z.array(z.object({ member: ApiBytes, score: z.string() })) }),
  z.object({
    type: z.literal("stream"),
    entries: z.array(z.object({ id: z.string(), fields: z.array(Field) })),
  }),
  z.object({ type: z.literal("other") }),
]);
/** What a key holds, as its type has it. */
export type ApiContent = z.infer<typeof ApiContent>;

const toField = ({ field, value }: { field: Buffer; value: Buffer }) => ({
  field: field.toString("base64"),
  value: value.toString("base64"),
});

function toApiContent(content: KeyContent): ApiContent {
  switch (content.type) {
    case "string":
      return { type: "string", value: content.value.toString("base64") };
    case "hash":
      return { type: "hash", fields: content.fields.map(toField) };
    case "list":
      return { ...content, items: content.items.map((item) => item.toString("base64")) };
    case "set":
      return { type: "set", members: content.members.map((member) => member.toString("base64")) };
    case "zset": {
      const members = content.members.map(({ member, score }) => ({
        member: member.toString("base64"),
        score,
      }));
      return { type: "zset", members };
    }
    case "stream": {
      const entries = content.entries.map(({ id, fields }) => ({ id, fields: fields.map(toField) }));
      return { type: "stream", entries };
    }
    case "other":
      return content;
  }
}

const ApiKeyView = ApiKey.extend({
  length: z.number().describe("Bytes of a string, else how many parts it has."),
  content: ApiContent,
  cursor: z.string().nullable().describe("Goes on with what it holds; null at the end."),
}).meta({ id: "KeyWithContent" });
/** A key with a page of what it holds. */
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** A key in the words of the API. */
export const toApiKeyView = (view: KeyView): ApiKeyView => ({
  ...toApiKey(view),
  length: view.length,
  content: toApiContent(view.content),
  cursor: view.cursor,
});

const Counted = z.object({
  keys: z.number().describe("Of this part alone: add them up."),
  cursor: z.string().nullable().describe("Goes on; null when all were looked at."),
});

/** Routes about keys and what they hold, byte for byte. */
export const KEY_ROUTES = {
  listDatabaseKeys: route({
    method: "GET",
    path: "/v1/databases/{database}/keys",
    tag,
    summary: "Keys in no order, a page at a time, by SCAN: no other client waits",
    needs: "read",
    params: DatabaseParams,
    query: FilterQuery.extend({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
    answer: ApiKeyPage,
  }),
  countDatabaseKeys: route({
    method: "GET",
    path: "/v1/databases/{database}/keys/count",
    tag,
    summary: "How many keys match a pattern, in parts of some seconds",
    needs: "read",
    params: DatabaseParams,
    query: FilterQuery,
    answer: Counted,
  }),
  deleteDatabaseKeys: route({
    method: "POST",
    path: "/v1/databases/{database}/keys/deletion",
    tag,
    summary: "Delete the keys that match a pattern, in parts of some seconds",
    needs: "write",
    params: DatabaseParams,
    body: z.object({
      db: DatabaseNumber,
      pattern: Pattern.min(1, { error: "Say which keys: a pattern, such as cache:*." }),
      type: Type.optional(),
      cursor: Cursor,
    }),
    answer: Counted,
  }),
  getDatabaseKey: route({
    method: "GET",
    path: "/v1/databases/{database}/key",
    tag,
    summary: "One key with a page of what it holds",
    needs: "read",
    params: DatabaseParams,
    query: KeyQuery,
    answer: z.object({ key: ApiKeyView }),
  }),
  changeDatabaseKey: route({
    method: "PATCH",
    path: "/v1/databases/{database}/key",
    tag,
    summary:
      "Change one key, also one that is not there yet. Where `expected` is not what is there any more, nothing is changed",
    needs: "write",
    params: DatabaseParams,
    body: z.object({ db: DatabaseNumber, key: Key, change: ApiKeyChange }),
    status: 204,
    answer: NoAnswer,
  }),
};
