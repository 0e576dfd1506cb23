import { type Highest, type MemoryMoment, raiseHighest } from "./highest";
import { type Measures, nothingMeasured } from "./measures";
import { ratePerSecond } from "./rates";

/** A container at one moment. `cpuNanoseconds` only grows until the container starts anew. */
type ContainerSample = MemoryMoment & { id: string; atMs: number; cpuNanoseconds: number };

type Counters = {
  hits: number;
  misses: number;
  evictions: number;
  expired: number;
  rejected: number;
  inputBytes: number;
  outputBytes: number;
};

/** A server at one moment; `runId` changes with each start, and with it the counters begin anew. */
type RedisSample = {
  atMs: number;
  runId: string;
  usedMemoryBytes: number;
  fragmentationRatio: number;
  clients: number;
  opsPerSecond: number;
  counters: Counters;
  keyspace: readonly { keys: number }[];
  replicas: number;
};

/** What one round learnt of a database; null is what did not answer. */
export type Sample = {
  container: ContainerSample | null;
  redis: RedisSample | null;
  diskBytes: number | null;
  connections: number | null;
};

/** CPU time per time passed, in percent of one core: 100 is one core all of the time. */
function cpuPercent(before: Sample | null, now: Sample): number | null {
  const { container: last } = before ?? {};
  if (!now.container || last?.id !== now.container.id) return null;
  const perSecond = ratePerSecond(
    { value: last.cpuNanoseconds, atMs: last.atMs },
    { value: now.container.cpuNanoseconds, atMs: now.container.atMs },
  );
  return perSecond === null ? null : perSecond / 1e7;
}

function rateOf(before: Sample | null, now: Sample, counter: keyof Counters): number | null {
  const last = before?.redis;
  if (!now.redis || last?.runId !== now.redis.runId) return null;
  return ratePerSecond(
    { value: last.counters[counter], atMs: last.atMs },
    { value: now.redis.counters[counter], atMs: now.redis.atMs },
  );
}

/** The round's row: levels as they are, counters as rates since the round before. A restart draws a gap in the rates, never a spike. */
export function measure(before: Sample | null, now: Sample): Measures {
  const { container, redis } = now;
  return {
    ...nothingMeasured(),
    cpuPercent: cpuPercent(before, now),
    memoryBytes: container?.usedBytes ?? null,
    swapBytes: container?.swapBytes ?? null,
    diskBytes: now.diskBytes,
    connections: now.connections,
    usedMemoryBytes: redis?.usedMemoryBytes ?? null,
    fragmentationRatio: redis?.fragmentationRatio ?? null,
    clients: redis?.clients ?? null,
    opsPerSecond: redis?.opsPerSecond ?? null,
    hitsPerSecond: rateOf(before, now, "hits"),
    missesPerSecond: rateOf(before, now, "misses"),
    evictionsPerSecond: rateOf(before, now, "evictions"),
    expiredPerSecond: rateOf(before, now, "expired"),
    rejectedPerSecond: rateOf(before, now, "rejected"),
    inputBytesPerSecond: rateOf(before, now, "inputBytes"),
    outputBytesPerSecond: rateOf(before, now, "outputBytes"),
    keys: redis ? redis.keyspace.reduce((total, { keys }) => total + keys, 0) : null,
    replicas: redis?.replicas ?? null,
  };
}

/** What the highest is counted from: a database was restarted when its container or its server is another one. */
export type Run = { containerId: string; runId: string | null };

/** The highest of the run that goes on, or of the one that just began; null while the container is unknown. */
export function carryHighest(
  last: { run: Run | null; highest: Highest | null; sample: Sample | null },
  now: Sample,
): { run: Run | null; highest: Highest | null } {
  if (!now.container) return { run: last.run, highest: last.highest };
  const runId = now.redis?.runId ?? null;
  const isSame =
    last.run?.containerId === now.container.id &&
    (runId === null || last.run.runId === null || runId === last.run.runId);
  const run = { containerId: now.container.id, runId: runId ?? (isSame ? (last.run?.runId ?? null) : null) };
  const before = isSame && last.sample?.container?.id === now.container.id ? last.sample.container : null;
  return { run, highest: raiseHighest(isSame ? last.highest : null, { before, now: now.container }) };
}
