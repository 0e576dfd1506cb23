import type { Redis } from "ioredis";
import { DomainError } from "../../../core/errors";
import type { KeyContent, KeyRow, KeyView } from "../../../core/keys/key";
import { MIB } from "../../../core/units";
import { ask, bytesOf, listOf, numberOf, pairsOf, wordOf } from "./ask";
import { readRows } from "./rows";

/** What one page holds at most, about; so much of a string as well. */
const PAGE_BYTES = MIB;
const PAGE_PARTS = 100;

type Page = { content: KeyContent; cursor: string | null };
/** `count` parts from `cursor` on; null is the beginning. */
type Turn = { key: Buffer; cursor: string | null; count: number };

type Reader = { length: string; page: (redis: Redis, turn: Turn) => Promise<Page> };

const READERS: Readonly<Record<string, Reader>> = {
  string: { length: "STRLEN", page: readString },
  hash: { length: "HLEN", page: readHash },
  list: { length: "LLEN", page: readList },
  set: { length: "SCARD", page: readSet },
  zset: { length: "ZCARD", page: readScored },
  stream: { length: "XLEN", page: readStream },
};

export async function readKey(redis: Redis, key: Buffer, cursor: string | null): Promise<KeyView | null> {
  const [row] = await readRows(redis, [key]);
  if (!row) return null;
  const reader = READERS[row.type];
  if (!reader) return { ...row, length: 0, content: { type: "other" }, cursor: null };
  const length = numberOf(await ask(redis, [reader.length, key]));
  const count = partsOf(row, length);
  return { ...row, length, ...(await reader.page(redis, { key, cursor, count })) };
}

/** Few where they are large, so that a page stays a page. */
function partsOf({ memoryBytes }: KeyRow, length: number): number {
  const each = Math.max(1, memoryBytes / Math.max(1, length));
  return Math.max(1, Math.min(PAGE_PARTS, Math.floor(PAGE_BYTES / each)));
}

/** A place in an order, as `cursor` names it. @throws DomainError `invalid` reason `cursor`. */
function placeOf(cursor: string | null): number {
  if (cursor !== null && !/^\d{1,15}$/.test(cursor)) throw badCursor();
  return Number(cursor ?? 0);
}

const badCursor = () =>
  new DomainError("invalid", "cursor", "This place in the key does not exist. Begin again.");

const nextPlace = (from: number, { got, count }: { got: number; count: number }): string | null =>
  got < count ? null : String(from + got);

async function readString(redis: Redis, { key, cursor }: Turn): Promise<Page> {
  const from = placeOf(cursor);
  const value = bytesOf(await ask(redis, ["GETRANGE", key, from, from + PAGE_BYTES - 1]));
  return {
    content: { type: "string", value },
    cursor: nextPlace(from, { got: value.length, count: PAGE_BYTES }),
  };
}

/** By a SCAN within the key, which tells parts in no order. */
async function scanKey(redis: Redis, command: string, { key, cursor, count }: Turn) {
  const at = cursor ?? "0";
  if (!/^\d{1,20}$/.test(at)) throw badCursor();
  const [next, parts] = listOf(await ask(redis, [command, key, at, "COUNT", count]));
  const after = wordOf(next);
  return { parts, cursor: after === "0" ? null : after };
}

async function readHash(redis: Redis, turn: Turn): Promise<Page> {
  const { parts, cursor } = await scanKey(redis, "HSCAN", turn);
  const fields = pairsOf(parts).map(([field, value]) => ({ field, value }));
  return { content: { type: "hash", fields }, cursor };
}

async function readSet(redis: Redis, turn: Turn): Promise<Page> {
  const { parts, cursor } = await scanKey(redis, "SSCAN", turn);
  return { content: { type: "set", members: listOf(parts).map(bytesOf) }, cursor };
}

async function readList(redis: Redis, { key, cursor, count }: Turn): Promise<Page> {
  const from = placeOf(cursor);
  const items = listOf(await ask(redis, ["LRANGE", key, from, from + count - 1])).map(bytesOf);
  return {
    content: { type: "list", from, items },
    cursor: nextPlace(from, { got: items.length, count }),
  };
}

async function readScored(redis: Redis, { key, cursor, count }: Turn): Promise<Page> {
  const from = placeOf(cursor);
  const answer = await ask(redis, ["ZRANGE", key, from, from + count - 1, "WITHSCORES"]);
  const members = pairsOf(answer).map(([member, score]) => ({ member, score: score.toString() }));
  return {
    content: { type: "zset", members },
    cursor: nextPlace(from, { got: members.length, count }),
  };
}

/** From the oldest on; the cursor is the id of the last one. */
async function readStream(redis: Redis, { key, cursor, count }: Turn): Promise<Page> {
  if (cursor !== null && !/^\d{1,20}-\d{1,20}$/.test(cursor)) throw badCursor();
  const from = cursor ?? "-";
  // 6.0 takes no open beginning: the last one is asked for again, and left out.
  const answer = listOf(await ask(redis, ["XRANGE", key, from, "+", "COUNT", count + 1]));
  const entries = answer.flatMap((entry) => {
    const [id, fields] = listOf(entry);
    const named = wordOf(id);
    if (named === cursor) return [];
    return [{ id: named, fields: pairsOf(fields).map(([field, value]) => ({ field, value })) }];
  });
  const page = entries.slice(0, count);
  const hasMore = entries.length > page.length || (cursor !== null && answer.length > count);
  return { content: { type: "stream", entries: page }, cursor: hasMore ? (page.at(-1)?.id ?? null) : null };
}
