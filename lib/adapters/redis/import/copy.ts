import { setTimeout as delay } from "node:timers/promises";
import type { ImportProgress } from "../../../core/imports/progress";
import { KIB, MIB, SECOND_MS } from "../../../core/units";
import { bytesOf, listOf, type Words, wordOf } from "../keys/ask";
import { askAll, askStrictly, choose, type End } from "./ask";
import { readDumped, writeDumped } from "./dumped";
import { runOf } from "./look";
import { copyTyped, type Ends, fieldTimesOf } from "./typed";

/** Keys that one SCAN looks at, at most. */
const PAGE = 1_000;
const START = "0";
/** So much is under way at most. */
const CHUNK_BYTES = 8 * MIB;
/** A key larger than this is copied in parts. */
const DUMP_BYTES_MAX = 16 * MIB;
const SMALL_BYTES = 64 * KIB;
/** Taken for the size of keys whose source does not tell it. */
const UNKNOWN_BYTES = 128 * KIB;

type Copy = {
  source: End;
  target: End;
  keysByDatabase: Readonly<Record<string, number>>;
  way: ImportProgress["way"];
  from: ImportProgress | null;
  keysPerSecondMax: number | null;
  report: (progress: ImportProgress) => Promise<void>;
};

/** Copies every key; what arrives while the next is read is in order, so that a place that was reported has everything before it. */
export async function copyKeys(copy: Copy): Promise<ImportProgress> {
  const { source, target, keysByDatabase, report } = copy;
  const progress = await begin(copy);
  const ends: Ends = { source, target, fieldTimes: await fieldTimesOf(source, target) };
  // A slow copy goes in small steps: after each of them it can be ended.
  const page = Math.min(PAGE, copy.keysPerSecondMax ?? PAGE);
  const pace = paceOf(copy.keysPerSecondMax);
  for (const database of Object.keys(keysByDatabase).map(Number)) {
    if (progress.done.includes(database)) continue;
    await choose(source, database);
    await choose(target, database);
    if (progress.database !== database) Object.assign(progress, { database, cursor: START });
    const arrived = async () => {
      await report({ ...progress });
      await pace(progress.keys);
    };
    await copyDatabase(ends, { progress, page, arrived });
    Object.assign(progress, { done: [...progress.done, database], database: null, cursor: START });
    await report({ ...progress });
  }
  return progress;
}

/** Goes on, or begins anew in an empty target: a place means nothing to a server that has started again since. */
async function begin({ source, target, keysByDatabase, way, from }: Copy): Promise<ImportProgress> {
  const [sourceRun, targetRun] = [await runOf(source), await runOf(target)];
  if (from && from.sourceRun === sourceRun && from.targetRun === targetRun) return { ...from };
  await askStrictly(target, [["FLUSHALL"]]);
  const totalKeys = Object.values(keysByDatabase).reduce((sum, keys) => sum + keys, 0);
  const start = { done: [], database: null, cursor: START, keys: 0, totalKeys, lostFieldTimes: 0 };
  return { way, sourceRun, targetRun, ...start };
}

/** Waits after each page until as much time has passed as it may take. */
function paceOf(keysPerSecondMax: number | null) {
  const startedAt = Date.now();
  let first: number | null = null;
  return async (keys: number) => {
    first ??= keys;
    if (keysPerSecondMax === null) return;
    const dueAt = startedAt + ((keys - first) / keysPerSecondMax) * SECOND_MS;
    if (dueAt > Date.now()) await delay(dueAt - Date.now());
  };
}

async function copyDatabase(
  ends: Ends,
  { progress, page, arrived }: { progress: ImportProgress; page: number; arrived: () => Promise<void> },
): Promise<void> {
  const { source } = ends;
  let writing: Promise<void> = Promise.resolve();
  /** One thing is written while the next is read. What fails is thrown when the next one is due. */
  const write = async (work: () => Promise<void>) => {
    await writing;
    writing = work();
    writing.catch(() => {});
  };
  let cursor = progress.cursor;
  do {
    const [answer] = await askStrictly(source, [["SCAN", cursor, "COUNT", page]]);
    const [next, names] = listOf(answer);
    cursor = wordOf(next);
    const keys = listOf(names).map(bytesOf);
    for (const chunk of chunksOf(keys, await sizesOf(source, keys)))
      await copyChunk(ends, { progress, chunk, write });
    const place = cursor;
    await write(async () => {
      Object.assign(progress, { cursor: place, keys: progress.keys + keys.length });
      await arrived();
    });
  } while (cursor !== START);
  await writing;
}

type Chunk = { keys: Buffer[]; sizes: number[]; bytes: number };

async function sizesOf(source: End, keys: readonly Buffer[]): Promise<number[]> {
  const answers = await askAll(
    source,
    keys.map((key): Words => ["MEMORY", "USAGE", key]),
  );
  return answers.map((answer) =>
    answer instanceof Error ? UNKNOWN_BYTES : typeof answer === "number" ? answer : 0,
  );
}

/** In their order, as many together as are not too much. */
function chunksOf(keys: readonly Buffer[], sizes: readonly number[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (const [index, key] of keys.entries()) {
    const size = sizes[index] ?? 0;
    let last = chunks.at(-1);
    if (!last || last.bytes + size > CHUNK_BYTES) {
      last = { keys: [], sizes: [], bytes: 0 };
      chunks.push(last);
    }
    last.keys.push(key);
    last.sizes.push(size);
    last.bytes += size;
  }
  return chunks;
}

type Writing = {
  progress: ImportProgress;
  chunk: Chunk;
  write: (work: () => Promise<void>) => Promise<void>;
};

async function copyChunk(ends: Ends, { progress, chunk, write }: Writing): Promise<void> {
  const isDumped = (index: number) => progress.way === "dump" && (chunk.sizes[index] ?? 0) <= DUMP_BYTES_MAX;
  const dumped = await readDumped(
    ends.source,
    chunk.keys.filter((_, index) => isDumped(index)),
  );
  const others = chunk.keys.flatMap((key, index) =>
    isDumped(index) ? [] : [{ key, size: chunk.sizes[index] ?? 0 }],
  );
  await write(async () => {
    const unreadable = (await writeDumped(ends.target, dumped)).map((key) => ({
      key,
      size: sizeIn(chunk, key),
    }));
    const typed = [...unreadable, ...others];
    progress.lostFieldTimes += await copyTyped(
      ends,
      typed.map(({ key }) => key),
      (index) => (typed[index]?.size ?? 0) <= SMALL_BYTES,
    );
  });
}

const sizeIn = ({ keys, sizes }: Chunk, key: Buffer): number => sizes[keys.indexOf(key)] ?? 0;
