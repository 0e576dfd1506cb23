import type { Redis } from "ioredis";
import type { KeyRow } from "../../../core/keys/key";
import { askEach, bytesOf, numberOf, type Words, wordOf } from "./ask";

const QUESTIONS = 4;

const questionsOf = (key: Buffer): Words[] => [
  ["TYPE", key],
  ["PTTL", key],
  ["OBJECT", "ENCODING", key],
  ["MEMORY", "USAGE", key],
];

/** What a list shows of the keys; one that has gone meanwhile is left out. */
export async function readRows(redis: Redis, keys: readonly Buffer[]): Promise<KeyRow[]> {
  if (keys.length === 0) return [];
  const answers = await askEach(redis, keys.flatMap(questionsOf));
  return keys.flatMap((key, index) => rowOf(key, answers.slice(index * QUESTIONS, (index + 1) * QUESTIONS)));
}

function rowOf(key: Buffer, [type, ttl, encoding, memory]: unknown[]): KeyRow[] {
  const hasGone =
    encoding === null || encoding instanceof Error || memory === null || wordOf(type) === "none";
  if (hasGone) return [];
  const ttlMs = numberOf(ttl);
  return [
    {
      key,
      type: wordOf(type),
      ttlMs: ttlMs < 0 ? null : ttlMs,
      encoding: bytesOf(encoding).toString(),
      memoryBytes: numberOf(memory),
    },
  ];
}
