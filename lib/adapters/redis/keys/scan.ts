import type { Redis } from "ioredis";
import { DomainError } from "../../../core/errors";
import type { KeyCount, KeyScan } from "../../../ports/redis-keys";
import { ask, askEach, bytesOf, listOf, numberOf, wordOf } from "./ask";
import { readRows } from "./rows";

/** Keys that one SCAN looks at: far below what a server's other clients notice. */
const STEP = 500;
/** Fewer are not worth the way there and back. */
const LEAST = 10;
const START = "0";

type Step = { keys: Buffer[]; cursor: string };

/** One look, never KEYS: that holds up everybody. @throws DomainError `invalid` reason `cursor`. */
async function scanOnce(redis: Redis, scan: KeyScan, step: { cursor: string; count: number }): Promise<Step> {
  const { pattern, type } = scan;
  if (!/^\d{1,20}$/.test(step.cursor))
    throw new DomainError("invalid", "cursor", "This place in the list does not exist. Begin again.");
  const answer = await ask(redis, [
    "SCAN",
    step.cursor,
    ...(pattern.length > 0 ? ["MATCH", pattern] : []),
    "COUNT",
    step.count,
    ...(type === null ? [] : ["TYPE", type]),
  ]);
  const [cursor, keys] = listOf(answer);
  return { cursor: wordOf(cursor), keys: listOf(keys).map(bytesOf) };
}

/** As many as hold what is still wanted, by what was found so far: a page is neither a key short nor twice as long as asked for. */
function countOf({ limit }: KeyScan, { found, scanned }: { found: number; scanned: number }): number {
  const wanted = (limit - found) * Math.max(1, scanned / Math.max(1, found));
  return Math.ceil(Math.min(STEP, Math.max(LEAST, wanted)));
}

/** Looks on until there are enough, all were seen, or the time is over; `take` is told of each find. */
async function scanOn(redis: Redis, scan: KeyScan, take: (keys: Buffer[]) => Promise<number>) {
  const endAt = Date.now() + scan.timeMs;
  let cursor = scan.cursor ?? START;
  for (let found = 0, scanned = 0; ; ) {
    const count = countOf(scan, { found, scanned });
    const step = await scanOnce(redis, scan, { cursor, count });
    cursor = step.cursor;
    scanned += count;
    found += await take(step.keys);
    if (cursor === START) return { cursor: null, scanned };
    if (found >= scan.limit || Date.now() >= endAt) return { cursor, scanned };
  }
}

export async function listKeys(redis: Redis, scan: KeyScan) {
  const found = new Map<string, Buffer>();
  const { cursor, scanned } = await scanOn(redis, scan, async (keys) => {
    const before = found.size;
    // SCAN may tell a key twice.
    for (const key of keys) found.set(key.toString("latin1"), key);
    return found.size - before;
  });
  const [rows, total] = await Promise.all([
    readRows(redis, [...found.values()]),
    ask(redis, ["DBSIZE"]).then(numberOf),
  ]);
  return { keys: rows, cursor, scanned: Math.min(scanned, total), total };
}

export async function countKeys(redis: Redis, scan: KeyScan): Promise<KeyCount> {
  let matched = 0;
  const { cursor } = await scanOn(redis, scan, async ({ length }) => {
    matched += length;
    return length;
  });
  return { matched, cursor };
}

/** Each by a command of its own: one with a thousand names would hold up others, and memory is freed beside. */
export async function deleteKeys(redis: Redis, scan: KeyScan): Promise<KeyCount> {
  let matched = 0;
  const { cursor } = await scanOn(redis, scan, async (keys) => {
    if (keys.length === 0) return 0;
    const answers = await askEach(
      redis,
      keys.map((key) => ["UNLINK", key]),
    );
    matched += answers.reduce<number>((sum, answer) => sum + numberOf(answer), 0);
    return keys.length;
  });
  return { matched, cursor };
}
