import { DomainError } from "../../../core/errors";
import { bytesOf, listOf, numberOf, type Words, wordOf } from "../keys/ask";
import { askAll, askStrictly, type End, inParts } from "./ask";
import { ttlOf } from "./dumped";
import { copyStream } from "./stream";
import { writeAll } from "./write";

/** So many members in one command. */
const PART = 1_000;
const STREAMS_AT_ONCE = 32;
const PIECE_BYTES = 4 * 1024 * 1024;

/** Both ends of a copy, and what they know of times to live of single fields. */
export type Ends = { source: End; target: End; fieldTimes: { ofSource: boolean; ofTarget: boolean } };

/** Which of the two know times to live of single fields. */
export async function fieldTimesOf(source: End, target: End): Promise<Ends["fieldTimes"]> {
  const knows = async (end: End) => {
    const [answer] = await askAll(end, [["HPTTL", "berth:import:probe", "FIELDS", 1, "-"]]);
    return !(answer instanceof Error);
  };
  return { ofSource: await knows(source), ofTarget: await knows(target) };
}

type Kind = {
  /** Reads all of a small one. */
  whole: (key: Buffer) => Words;
  /** Makes it of what was read. */
  make: (key: Buffer, parts: readonly Buffer[]) => Words[];
  /** Reads a large one, a part after the other. */
  parts: (source: End, key: Buffer) => AsyncGenerator<Buffer[]>;
};

const adding =
  (command: string, step = PART) =>
  (key: Buffer, parts: readonly Buffer[]): Words[] =>
    inParts(parts, step).map((part) => [command, key, ...part]);

async function* scanned(source: End, command: string, key: Buffer): AsyncGenerator<Buffer[]> {
  let cursor = "0";
  do {
    const [answer] = await askStrictly(source, [[command, key, cursor, "COUNT", PART]]);
    const [next, parts] = listOf(answer);
    cursor = wordOf(next);
    yield listOf(parts).map(bytesOf);
  } while (cursor !== "0");
}

async function* listed(source: End, key: Buffer): AsyncGenerator<Buffer[]> {
  for (let from = 0; ; from += PART) {
    const [answer] = await askStrictly(source, [["LRANGE", key, from, from + PART - 1]]);
    const items = listOf(answer).map(bytesOf);
    if (items.length > 0) yield items;
    if (items.length < PART) return;
  }
}

async function* pieces(source: End, key: Buffer): AsyncGenerator<Buffer[]> {
  for (let from = 0; ; from += PIECE_BYTES) {
    const [answer] = await askStrictly(source, [["GETRANGE", key, from, from + PIECE_BYTES - 1]]);
    const piece = bytesOf(answer);
    if (piece.length > 0) yield [piece];
    if (piece.length < PIECE_BYTES) return;
  }
}

/** Members with scores come the other way round than they are given. */
const scored = (key: Buffer, parts: readonly Buffer[]): Words[] =>
  inParts(parts, 2 * PART).map((part) => [
    "ZADD",
    key,
    ...inParts(part, 2).flatMap((pair) => pair.toReversed()),
  ]);

const KINDS: Readonly<Record<string, Kind>> = {
  string: {
    whole: (key) => ["GET", key],
    make: (key, parts) => parts.map((part) => ["APPEND", key, part]),
    parts: pieces,
  },
  list: { whole: (key) => ["LRANGE", key, 0, -1], make: adding("RPUSH"), parts: listed },
  set: {
    whole: (key) => ["SMEMBERS", key],
    make: adding("SADD"),
    parts: (source, key) => scanned(source, "SSCAN", key),
  },
  zset: {
    whole: (key) => ["ZRANGE", key, 0, -1, "WITHSCORES"],
    make: scored,
    parts: (source, key) => scanned(source, "ZSCAN", key),
  },
  hash: {
    whole: (key) => ["HGETALL", key],
    make: adding("HSET", 2 * PART),
    parts: (source, key) => scanned(source, "HSCAN", key),
  },
};

/** A key of a type that no copy value by value can make. */
const unsupported = (type: string) =>
  new DomainError(
    "conflict",
    "type_unsupported",
    `The source holds a key of the type ${type}, which this database does not take. Delete such keys at the source, or import into a version that has them.`,
  );

/** Copies keys value by value, small ones many at a time. Answers how many times to live of fields the target cannot keep. */
export async function copyTyped(ends: Ends, keys: readonly Buffer[], isSmall: (index: number) => boolean) {
  const { source } = ends;
  const answers = await askStrictly(
    source,
    keys.flatMap((key): Words[] => [
      ["TYPE", key],
      ["PTTL", key],
    ]),
  );
  const found = keys.flatMap((key, index): (Found & { isSmall: boolean })[] => {
    const type = wordOf(answers[index * 2]);
    if (type === "none") return [];
    if (type !== "stream" && KINDS[type] === undefined) throw unsupported(type);
    return [{ key, type, ttlMs: ttlOf(answers[index * 2 + 1]), isSmall: isSmall(index) }];
  });
  const streams = found.filter(({ type, isSmall }) => type === "stream" && isSmall);
  const small = found.filter(({ type, isSmall }) => type !== "stream" && isSmall);
  let lost = await copySmall(ends, small);
  // Each takes several questions, one after the other: side by side they take as long as one.
  for (const part of inParts(streams, STREAMS_AT_ONCE))
    await Promise.all(part.map((stream) => copyLarge(ends, stream)));
  for (const large of found.filter(({ isSmall }) => !isSmall)) lost += await copyLarge(ends, large);
  return lost;
}

type Found = { key: Buffer; type: string; ttlMs: number | null };

const expiry = ({ key, ttlMs }: Found): Words[] => (ttlMs === null ? [] : [["PEXPIRE", key, ttlMs]]);

async function copySmall({ source, target, fieldTimes }: Ends, found: readonly Found[]): Promise<number> {
  const values = await askAll(
    source,
    found.flatMap(({ key, type }) => (KINDS[type]?.whole(key) ? [KINDS[type].whole(key)] : [])),
  );
  const read = found.map((one, index) => {
    const value = values[index];
    if (value instanceof Error) {
      // Changed into another type, or gone, since it was asked for its type: the comparison at the end says so.
      if (value.message.startsWith("WRONGTYPE")) return { ...one, parts: [] };
      throw source.inWords(value);
    }
    return {
      ...one,
      parts: value === null ? [] : Array.isArray(value) ? value.map(bytesOf) : [bytesOf(value)],
    };
  });
  const hashes = fieldTimes.ofSource
    ? read.filter(({ type, parts }) => type === "hash" && parts.length > 0)
    : [];
  const times = await readFieldTimes(source, hashes);
  await writeAll(
    target,
    read.flatMap((one): Words[] => [
      ["DEL", one.key],
      // An empty string is there, and has nothing to append.
      ...(one.type === "string" && one.parts[0]?.length === 0
        ? [["SET", one.key, ""] satisfies Words]
        : (KINDS[one.type]?.make(one.key, one.parts) ?? [])),
      ...(one.parts.length > 0 ? expiry(one) : []),
    ]),
  );
  return writeFieldTimes({ target, fieldTimes }, times);
}

/** A large one, part by part, over what is there. */
async function copyLarge(ends: Ends, found: Found): Promise<number> {
  const { source, target, fieldTimes } = ends;
  const { key, type } = found;
  await writeAll(target, [["DEL", key]]);
  let lost = 0;
  if (type === "stream") await copyStream(source, target, key);
  else {
    const kind = KINDS[type];
    for await (const parts of kind?.parts(source, key) ?? []) {
      await writeAll(target, kind?.make(key, parts) ?? []);
      if (type === "hash" && fieldTimes.ofSource)
        lost += await writeFieldTimes(ends, await readFieldTimes(source, [{ key, parts }]));
    }
  }
  await writeAll(target, expiry(found));
  return lost;
}

type FieldTime = { key: Buffer; field: Buffer; ttlMs: number };

async function readFieldTimes(source: End, hashes: readonly { key: Buffer; parts: readonly Buffer[] }[]) {
  const fieldsOf = (parts: readonly Buffer[]) => parts.filter((_, index) => index % 2 === 0);
  const answers = await askAll(
    source,
    hashes.map(({ key, parts }) => ["HPTTL", key, "FIELDS", parts.length / 2, ...fieldsOf(parts)]),
  );
  return hashes.flatMap(({ key, parts }, index) => {
    const answer = answers[index];
    const times = Array.isArray(answer) ? answer.map(numberOf) : [];
    return fieldsOf(parts).flatMap((field, place): FieldTime[] => {
      const ttlMs = ttlOf(times[place]);
      return ttlMs === null ? [] : [{ key, field, ttlMs }];
    });
  });
}

/** Answers how many could not be kept. */
async function writeFieldTimes(
  { target, fieldTimes }: Pick<Ends, "target" | "fieldTimes">,
  times: readonly FieldTime[],
): Promise<number> {
  if (!fieldTimes.ofTarget) return times.length;
  await writeAll(
    target,
    times.map(({ key, field, ttlMs }) => ["HPEXPIRE", key, ttlMs, "FIELDS", 1, field]),
  );
  return 0;
}
