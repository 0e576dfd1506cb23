import { formatBytes, MIB } from "../units";
import { type KeyCounts, sumKeys } from "./backup";

/** What a backup is judged by. Counts are null where nobody could ask. `formerBytes` are dumps before it, in any order. */
export type Judged = {
  keysAtStart: KeyCounts | null;
  keysAtEnd: KeyCounts | null;
  keysByDatabase: KeyCounts;
  dumpBytes: number;
  formerBytes: readonly number[];
};

/** Below this a change of size says nothing. */
const LEAST_BYTES = MIB;
const LEAST_KEYS = 100;
const LEAST_RATIO = 0.5;

/**
 * Why a backup is suspiciously small, in a sentence; null when it is not. Keys whose time runs out are not loaded, and clients delete
 * while it is taken: only less than half of what there was before and after is told.
 */
export function whySmall({
  keysAtStart,
  keysAtEnd,
  keysByDatabase,
  dumpBytes,
  formerBytes,
}: Judged): string | null {
  const counts = [keysAtStart, keysAtEnd].flatMap((keys) => (keys ? [sumKeys(keys)] : []));
  const least = counts.length > 0 ? Math.min(...counts) : 0;
  const keys = sumKeys(keysByDatabase);
  if (least >= LEAST_KEYS && keys < least * LEAST_RATIO)
    return `it holds ${keys} keys, and there were at least ${least} before and after.`;
  const usual = medianOf(formerBytes);
  if (usual >= LEAST_BYTES && dumpBytes < usual * LEAST_RATIO)
    return `it has ${formatBytes(dumpBytes)}, and those before it had about ${formatBytes(usual)}.`;
  return null;
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
