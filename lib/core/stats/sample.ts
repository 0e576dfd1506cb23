import { type Highest, type MemoryMoment, raiseHighest } from "./highest";
import { type Counter, type Measures, measuresBy } from "./measures";
import { ratePerSecond } from "./rates";
import type { Seen } from "./seen";

/** A container at one moment. `cpuNanoseconds` only grows until the container starts anew. */
type ContainerSample = MemoryMoment & { id: string; atMs: number; cpuNanoseconds: number };

/** A server at one moment; `runId` changes with each start, and with it the counters begin anew. */
type RedisSample = NonNullable<Seen["redis"]> & {
  atMs: number;
  runId: string;
  counters: Record<Counter, number>;
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

function rateOf(before: Sample | null, now: Sample, counter: Counter): number | null {
  const last = before?.redis;
  if (!now.redis || last?.runId !== now.redis.runId) return null;
  return ratePerSecond(
    { value: last.counters[counter], atMs: last.atMs },
    { value: now.redis.counters[counter], atMs: now.redis.atMs },
  );
}

/** The round's row: levels as they are, counters as rates since the round before. A restart draws a gap in the rates, never a spike. */
export function measure(before: Sample | null, now: Sample): Measures {
  const container = now.container && { ...now.container, cpuPercent: cpuPercent(before, now) };
  const seen: Seen = { ...now, container };
  return measuresBy((row) => ("level" in row ? row.level(seen) : rateOf(before, now, row.counter)));
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
