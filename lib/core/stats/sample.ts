import { type Highest, type MemoryMoment, raiseHighest } from "./highest";
import { type Counter, type Measures, measuresBy } from "./measures";
import { type OwnTraffic, ownTraffic, type Traffic } from "./own-traffic";
import { ratePerSecond } from "./rates";
import type { Seen } from "./seen";

/** A container at one moment. `cpuNanoseconds` only grows until the container starts anew. */
type ContainerSample = MemoryMoment & { id: string; atMs: number; cpuNanoseconds: number };

/** A server at one moment; `runId` changes with each start, and with it the counters begin anew. */
type RedisSample = Omit<NonNullable<Seen["redis"]>, "opsPerSecond"> & {
  atMs: number;
  runId: string;
  counters: Record<Counter, number>;
  traffic: Traffic;
};

/** What one round learnt of a database; null is what did not answer. */
export type Sample = {
  container: ContainerSample | null;
  redis: RedisSample | null;
  diskBytes: number | null;
  connections: number | null;
  /** True while Berth works on the database. */
  isBusy: boolean;
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

/** What Berth itself counts for among what a server counts. */
const OWN_OF: Partial<Record<Counter, keyof OwnTraffic>> = {
  inputBytes: "inputBytes",
  outputBytes: "outputBytes",
};

/** The server in two rounds between which it did not start anew. */
type SameRun = { last: RedisSample; now: RedisSample; own: OwnTraffic };

function sameRun(before: Sample | null, { redis: now, isBusy }: Sample): SameRun | null {
  const last = before?.redis;
  if (!now || last?.runId !== now.runId) return null;
  const reading = ({ traffic, atMs }: RedisSample) => ({ ...traffic, atMs });
  return { last, now, own: ownTraffic(reading(last), reading(now), isBusy) };
}

/** The rate of a count without what Berth itself has added to it; never below zero, as that is partly reckoned. */
function rateWithout(
  own: number,
  { last, now }: SameRun,
  of: (sample: RedisSample) => number,
): number | null {
  const before = { value: of(last), atMs: last.atMs };
  const grown = Math.max(before.value, of(now) - own);
  return of(now) < before.value ? null : ratePerSecond(before, { value: grown, atMs: now.atMs });
}

function rateOf(run: SameRun | null, counter: Counter): number | null {
  const own = OWN_OF[counter];
  return run && rateWithout(own ? run.own[own] : 0, run, ({ counters }) => counters[counter]);
}

/**
 * The round's row: levels as they are, counters as rates since the round before, without what Berth itself asks. A restart draws a gap in the
 * rates, never a spike.
 */
export function measure(before: Sample | null, now: Sample): Measures {
  const run = sameRun(before, now);
  const seen: Seen = {
    ...now,
    container: now.container && { ...now.container, cpuPercent: cpuPercent(before, now) },
    redis: now.redis && {
      ...now.redis,
      opsPerSecond: run && rateWithout(run.own.commands, run, ({ traffic }) => traffic.commands),
    },
  };
  return measuresBy((row) => ("level" in row ? row.level(seen) : rateOf(run, row.counter)));
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
