import { DomainError, hasReason } from "../../../core/errors";
import { COPIED_TYPES } from "../../../core/imports/decide";
import { MIB, MINUTE_MS, SECOND_MS } from "../../../core/units";
import type { ImportComparison } from "../../../ports/redis-import";
import { poll, retry } from "../../../time/wait";
import { bytesOf, listOf, numberOf, type Words, wordOf } from "../keys/ask";
import { askAll, askStrictly, choose, type End } from "./ask";

const PAGE = 1_000;
/** Of each page so many values are compared whole, spread over it. */
const SAMPLES_OF_PAGE = 20;
const SAMPLES_MAX = 2_000;
/** Of a larger one the length alone. */
const WHOLE_BYTES_MAX = MIB;
/** Both count down by themselves, from moments that lie a little apart. */
const TTL_APART_MS = 30 * SECOND_MS;
const ARRIVAL_MS = 5 * SECOND_MS;
/** What has run out is still counted for a while. */
const EXPIRY_MS = MINUTE_MS;

const READERS: Readonly<Record<string, { whole: (key: Buffer) => Words[]; length: string }>> = {
  string: { whole: (key) => [["GET", key]], length: "STRLEN" },
  list: { whole: (key) => [["LRANGE", key, 0, -1]], length: "LLEN" },
  set: { whole: (key) => [["SMEMBERS", key]], length: "SCARD" },
  hash: { whole: (key) => [["HGETALL", key]], length: "HLEN" },
  zset: { whole: (key) => [["ZRANGE", key, 0, -1, "WITHSCORES"]], length: "ZCARD" },
  stream: { whole: (key) => [["XRANGE", key, "-", "+"]], length: "XLEN" },
};

type Pair = { source: End; target: End };

const differ = (what: string) =>
  new DomainError(
    "conflict",
    "keys_differ",
    `The copy is not what the source holds: ${what}. Stop what writes to the source, then try again.`,
  );

/** Every key is looked for, and some are compared whole. @throws DomainError `conflict` reason `keys_differ`. */
export async function compareKeys(
  { source, target }: Pair,
  numbers: readonly number[],
  report: (keys: number) => Promise<void>,
  { isFollowing = false }: { isFollowing?: boolean } = {},
): Promise<ImportComparison> {
  const keysByType: Record<string, number> = {};
  let [keys, sampledKeys] = [0, 0];
  for (const number of numbers) {
    await choose(source, number);
    await choose(target, number);
    let cursor = "0";
    do {
      const [answer] = await askStrictly(source, [["SCAN", cursor, "COUNT", PAGE]]);
      const [next, names] = listOf(answer);
      cursor = wordOf(next);
      const pair = { source, target };
      const page = await arriving(isFollowing, () =>
        comparePage(pair, { number, keys: listOf(names).map(bytesOf) }),
      );
      for (const { type } of page) keysByType[type] = (keysByType[type] ?? 0) + 1;
      const step = Math.ceil(page.length / SAMPLES_OF_PAGE);
      const sampled = page.filter((_, index) => index % step === 0).slice(0, SAMPLES_MAX - sampledKeys);
      await arriving(isFollowing, () => compareValues(pair, { number, sampled }));
      sampledKeys += sampled.length;
      keys += page.length;
      await report(keys);
    } while (cursor !== "0");
    await compareCounts({ source, target }, number);
  }
  return { keys, keysByType, sampledKeys };
}

/** What was written to the source a moment ago is on its way to who follows it: there a difference has to stay to be one. */
const arriving = <T>(isFollowing: boolean, work: () => Promise<T>): Promise<T> =>
  retry(work, {
    timeoutMs: isFollowing ? ARRIVAL_MS : 0,
    passes: (error) => isFollowing && hasReason(error, "keys_differ"),
  });

type Found = { key: Buffer; type: string };

/** Those that are there, each of the same type in both. */
async function comparePage(
  { source, target }: Pair,
  { number, keys }: { number: number; keys: readonly Buffer[] },
): Promise<Found[]> {
  const questions = keys.map((key): Words => ["TYPE", key]);
  const [there, here] = await Promise.all([askStrictly(source, questions), askStrictly(target, questions)]);
  const found = keys.map((key, index) => ({ key, type: wordOf(there[index]), copied: wordOf(here[index]) }));
  const suspects = found.filter(({ type, copied }) => type !== copied);
  const again = await askStrictly(
    source,
    suspects.map(({ key }): Words => ["TYPE", key]),
  );
  // One that has run out meanwhile has gone from both.
  const wrong = suspects.filter(
    ({ copied }, index) => wordOf(again[index]) !== copied && wordOf(again[index]) !== "none",
  );
  if (wrong.length > 0)
    throw differ(
      `${wrong.length} of ${keys.length} keys that were looked at in database ${number} are missing or of another type`,
    );
  return found.filter(({ type }) => type !== "none");
}

async function compareCounts({ source, target }: Pair, number: number): Promise<void> {
  const count = async (end: End) => numberOf((await askStrictly(end, [["DBSIZE"]]))[0]);
  let [wanted, present] = [0, 0];
  const isEqual = async () => {
    [wanted, present] = await Promise.all([count(source), count(target)]);
    return wanted === present;
  };
  if (!(await poll(isEqual, { timeoutMs: EXPIRY_MS })))
    throw differ(`database ${number} has ${present} keys in place of ${wanted}`);
}

async function compareValues(pair: Pair, { number, sampled }: { number: number; sampled: readonly Found[] }) {
  const known = sampled.filter(({ type }) => COPIED_TYPES.includes(type));
  const sizes = await askAll(
    pair.source,
    known.map(({ key }): Words => ["MEMORY", "USAGE", key]),
  );
  const isWhole = (index: number) => typeof sizes[index] === "number" && sizes[index] <= WHOLE_BYTES_MAX;
  const questions = known.map(({ key, type }, index): Words[] => {
    const reader = READERS[type];
    return [
      ["PTTL", key],
      ...(isWhole(index) ? (reader?.whole(key) ?? []) : [[reader?.length ?? "TYPE", key] satisfies Words]),
    ];
  });
  const wanted = await askAll(pair.source, questions.flat());
  const present = await askAll(pair.target, questions.flat());
  const wrong = known.filter(({ type }, index) => {
    const [ttl, value] = [wanted[index * 2], wanted[index * 2 + 1]];
    const [copiedTtl, copied] = [present[index * 2], present[index * 2 + 1]];
    // -2: it has run out, or was deleted, since it was looked for.
    if (ttl === -2 || copiedTtl === -2) return ttl !== copiedTtl && !isNearly(ttl, copiedTtl);
    return !isNearly(ttl, copiedTtl) || textOf(type, value) !== textOf(type, copied);
  });
  if (wrong.length > 0)
    throw differ(`${wrong.length} of ${known.length} values that were compared in database ${number} differ`);
}

/** About the same time to live, or none in both. */
function isNearly(one: unknown, other: unknown): boolean {
  const [first, second] = [numberOf(one), numberOf(other)];
  if (first === -1 || second === -1) return first === second;
  return Math.abs(Math.max(0, first) - Math.max(0, second)) <= TTL_APART_MS;
}

const SEPARATOR = "\n";

/** Equal for equal contents: what has no order of its own is sorted, and a number is one however it is written. */
function textOf(type: string, answer: unknown): string {
  if (answer instanceof Error) throw answer;
  const text = (value: unknown): string =>
    Buffer.isBuffer(value)
      ? value.toString("base64")
      : Array.isArray(value)
        ? `[${value.map(text).join()}]`
        : String(value);
  if (!Array.isArray(answer)) return text(answer);
  if (type === "set") return answer.map(text).sort().join(SEPARATOR);
  if (type === "list" || type === "stream") return answer.map(text).join(SEPARATOR);
  const pairs = answer.flatMap((value, index) => {
    if (index % 2 === 0) return [];
    const second = type === "zset" ? String(Number(wordOf(value))) : text(value);
    return [`${text(answer[index - 1])} ${second}`];
  });
  return pairs.sort().join(SEPARATOR);
}
