/** A key that was looked at. */
export type SampledKey = { key: Buffer; type: string; memoryBytes: number };

/** What was looked at, out of how many. */
export type MemorySample = { keys: SampledKey[]; total: number };

/** A prefix with what all of its keys take; `offBytes` is how far off that may be, 19 times out of 20. */
export type PrefixShare = { prefix: string; keys: number; memoryBytes: number; offBytes: number };

/** Biggest first. `isWhole` when every key was looked at: nothing is estimated then. */
export type MemoryReport = {
  total: number;
  sampled: number;
  isWhole: boolean;
  biggest: SampledKey[];
  prefixes: PrefixShare[];
};

const SHOWN = 20;
const NO_PREFIX = "(no prefix)";
/** Of a normal distribution: what lies within, 19 times out of 20. */
const DEVIATIONS = 1.96;

/** What stands before the first colon. */
function prefixOf({ key }: SampledKey): string {
  const end = key.indexOf(":");
  return end > 0 ? `${key.subarray(0, end).toString()}:` : NO_PREFIX;
}

/** What a sample tells of all keys. */
export function reportMemory({ keys, total: counted }: MemorySample): MemoryReport {
  const total = Math.max(counted, keys.length);
  const sums = new Map<string, { keys: number; sum: number; squares: number }>();
  for (const sampled of keys) {
    const prefix = prefixOf(sampled);
    const before = sums.get(prefix) ?? { keys: 0, sum: 0, squares: 0 };
    const { memoryBytes } = sampled;
    sums.set(prefix, {
      keys: before.keys + 1,
      sum: before.sum + memoryBytes,
      squares: before.squares + memoryBytes ** 2,
    });
  }
  const prefixes = [...sums].map(([prefix, part]) => shareOf(prefix, part, { sampled: keys.length, total }));
  return {
    total,
    sampled: keys.length,
    isWhole: keys.length === total,
    biggest: keys.toSorted((a, b) => b.memoryBytes - a.memoryBytes).slice(0, SHOWN),
    prefixes: prefixes.toSorted((a, b) => b.memoryBytes - a.memoryBytes).slice(0, SHOWN),
  };
}

/**
 * Each key stands for as many as were passed over; one of another prefix counts as nothing.
 * https://en.wikipedia.org/wiki/Simple_random_sample
 */
function shareOf(
  prefix: string,
  part: { keys: number; sum: number; squares: number },
  { sampled, total }: { sampled: number; total: number },
): PrefixShare {
  const factor = total / sampled;
  const mean = part.sum / sampled;
  const variance = Math.max(0, part.squares / sampled - mean ** 2);
  // None of it when every key was looked at.
  const left = Math.sqrt(1 - sampled / total);
  return {
    prefix,
    keys: Math.round(part.keys * factor),
    memoryBytes: Math.round(part.sum * factor),
    offBytes: Math.round(DEVIATIONS * Math.sqrt(variance / sampled) * total * left),
  };
}
