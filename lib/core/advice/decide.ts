import type { Plan } from "../plans/catalog";
import { DAY_MS, formatBytes, MIB } from "../units";

/** Least, mean and most of a quarter of an hour; null where it was not measured. */
type Spread = { low: number | null; mean: number | null; high: number | null };

/** A quarter of an hour of a database's past. */
export type AdvicePoint = {
  atMs: number;
  usedBytes: Spread;
  connections: Spread;
  evictionsPerSecond: Spread;
  fragmentationRatio: Spread;
};

/** All that advice is drawn from: a database's plan and its past. */
export type AdviceInput = {
  nowMs: number;
  /** Of the last 14 days at most, oldest first. */
  points: readonly AdvicePoint[];
  plan: Plan;
  /** What a database could be changed to. */
  plans: readonly Plan[];
  maxMemoryPolicy: string;
  /** Seconds after which Redis closes a silent client. */
  idleTimeoutSeconds: number;
};

/** What may be advised; each at most once at a time. */
export const ADVICE_KINDS = [
  "fills",
  "writes_refused",
  "evicts",
  "connections",
  "fragmented",
  "idle_clients",
  "too_large",
] as const;
/** One of ADVICE_KINDS. */
export type AdviceKind = (typeof ADVICE_KINDS)[number];

/** `isUrgent` is for what will go wrong by itself. `title` says what, `reason` from which figures. */
export type Advice = { kind: AdviceKind; isUrgent: boolean; title: string; reason: string };

const since = ({ points, nowMs }: AdviceInput, ms: number) => points.filter(({ atMs }) => atMs >= nowMs - ms);
const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const most = (values: readonly (number | null)[]): number => Math.max(0, ...known(values));
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (ratio: number): string => `${Math.round(ratio * 100)}%`;

/** Bytes a day by which the used memory grows, from a straight line through the points; null with less than two days of them. */
function growthPerDay(points: readonly AdvicePoint[]): number | null {
  const line = points.flatMap(({ atMs, usedBytes }) =>
    usedBytes.mean === null ? [] : [{ x: atMs / DAY_MS, y: usedBytes.mean }],
  );
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last || last.x - first.x < 2) return null;
  const [x, y] = [mean(line.map((point) => point.x)), mean(line.map((point) => point.y))];
  const spread = line.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return line.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}

const FILLS_DAYS_MAX = 30;

/** @returns null unless the memory is full within 30 days at the rate of the last 7. */
function decideFills(input: AdviceInput): Advice | null {
  const week = since(input, 7 * DAY_MS);
  const growth = growthPerDay(week);
  const used = week.at(-1)?.usedBytes.mean;
  if (growth === null || used == null || growth <= 0) return null;
  const days = Math.floor((input.plan.maxMemoryBytes - used) / growth);
  if (days > FILLS_DAYS_MAX || days < 0) return null;
  return {
    kind: "fills",
    isUrgent: days <= 7,
    title: days < 1 ? "The memory is full within a day" : `The memory is full in ${days} days`,
    reason: `It grew by ${formatBytes(Math.round(growth))} a day over the last 7 days; ${formatBytes(Math.round(used))} of ${formatBytes(input.plan.maxMemoryBytes)} are used.`,
  };
}

/** So close to the limit a write is refused as soon as it needs more. */
const FULL_RATIO = 0.99;

function decideRefused(input: AdviceInput): Advice | null {
  const day = since(input, DAY_MS);
  const high = most(day.map(({ usedBytes }) => usedBytes.high));
  if (input.maxMemoryPolicy !== "noeviction" || high < input.plan.maxMemoryBytes * FULL_RATIO) return null;
  return {
    kind: "writes_refused",
    isUrgent: true,
    title: "Writes are refused when the memory is full",
    reason: `In the last 24 hours up to ${formatBytes(high)} of ${formatBytes(input.plan.maxMemoryBytes)} were used, and Redis deletes nothing by itself. Delete keys, let them expire, or take a larger plan.`,
  };
}

function decideEvicts(input: AdviceInput): Advice | null {
  const day = since(input, DAY_MS);
  const quarters = day.filter(({ evictionsPerSecond }) => (evictionsPerSecond.high ?? 0) > 0).length;
  if (quarters === 0) return null;
  const high = most(day.map(({ evictionsPerSecond }) => evictionsPerSecond.high));
  return {
    kind: "evicts",
    isUrgent: false,
    title: "Redis deletes keys to make room",
    reason: `It did so in ${quarters} quarter hours of the last 24 hours, up to ${Math.ceil(high)} keys a second. That is what a cache is for; anything else needs a larger plan.`,
  };
}

const CONNECTIONS_RATIO = 0.8;

function decideConnections(input: AdviceInput): Advice | null {
  const high = most(since(input, DAY_MS).map(({ connections }) => connections.high));
  const { clientsMax } = input.plan;
  if (high < clientsMax * CONNECTIONS_RATIO) return null;
  return {
    kind: "connections",
    isUrgent: high >= clientsMax,
    title: "Connections are near the plan's limit",
    reason: `Up to ${high} of ${clientsMax} were open in the last 24 hours. Beyond the limit each new one is refused: share them in a pool, or take a larger plan.`,
  };
}

const FRAGMENTED_RATIO = 1.5;
/** Below this the server's own memory, not the data, makes the ratio. */
const FRAGMENTED_BYTES_MIN = 64 * MIB;

function decideFragmented(input: AdviceInput): Advice | null {
  const day = since(input, DAY_MS);
  const ratio = mean(known(day.map(({ fragmentationRatio }) => fragmentationRatio.mean)));
  const used = mean(known(day.map(({ usedBytes }) => usedBytes.mean)));
  if (ratio < FRAGMENTED_RATIO || used < FRAGMENTED_BYTES_MIN) return null;
  return {
    kind: "fragmented",
    isUrgent: false,
    title: "Memory is fragmented",
    reason: `The server holds ${ratio.toFixed(1)} times the memory of its ${formatBytes(Math.round(used))} of data, on average of the last 24 hours. Many changes of values of different sizes do that; a restart packs them anew.`,
  };
}

/** So often in a day that it is no accident. */
const DROPS_MIN = 8;

function decideIdle(input: AdviceInput): Advice | null {
  const day = since(input, DAY_MS);
  const drops = day.filter(
    ({ connections: { low, high } }) => low !== null && high !== null && high >= 2 && low < high / 2,
  );
  if (drops.length < DROPS_MIN) return null;
  return {
    kind: "idle_clients",
    isUrgent: false,
    title: "Clients seem to be closed for being idle",
    reason: `In ${drops.length} quarter hours of the last 24 hours more than half of the connections went away and came back. Redis closes a client that sends nothing for ${input.idleTimeoutSeconds} s: let the client send PING from time to time, or connect again without complaint.`,
  };
}

const HISTORY_DAYS_MIN = 7;

/** A plan is enough when the 95th percentile leaves a fifth of it free and the peak a tenth, with connections to spare. */
function decideTooLarge(input: AdviceInput): Advice | null {
  const { points, plan, plans, nowMs } = input;
  const first = points[0];
  if (!first || nowMs - first.atMs < HISTORY_DAYS_MIN * DAY_MS) return null;
  const highs = known(points.map(({ usedBytes }) => usedBytes.high)).sort((a, b) => a - b);
  const p95 = highs[Math.ceil(highs.length * 0.95) - 1];
  const peak = highs.at(-1);
  if (p95 === undefined || peak === undefined) return null;
  const connections = most(points.map((point) => point.connections.high));
  const smaller = plans
    .filter(
      ({ maxMemoryBytes, hasBackups }) =>
        maxMemoryBytes < plan.maxMemoryBytes && (hasBackups || !plan.hasBackups),
    )
    .sort((a, b) => a.maxMemoryBytes - b.maxMemoryBytes)
    .find(
      ({ maxMemoryBytes, clientsMax }) =>
        p95 <= maxMemoryBytes * 0.8 &&
        peak <= maxMemoryBytes * 0.9 &&
        connections <= clientsMax * CONNECTIONS_RATIO,
    );
  if (!smaller) return null;
  const days = Math.floor((nowMs - first.atMs) / DAY_MS);
  return {
    kind: "too_large",
    isUrgent: false,
    title: `The plan ${smaller.id} is enough`,
    reason: `Over the last ${days} days 95 of 100 quarter hours used at most ${formatBytes(p95)} and none more than ${formatBytes(peak)}: ${percent(peak / smaller.maxMemoryBytes)} of the plan ${smaller.id}.`,
  };
}

const RULES = [
  decideFills,
  decideRefused,
  decideEvicts,
  decideConnections,
  decideFragmented,
  decideIdle,
  decideTooLarge,
];

/** What the database's own past suggests, urgent first; empty when there is nothing to say. */
export function decideAdvice(input: AdviceInput): Advice[] {
  const advice = RULES.flatMap((rule) => rule(input) ?? []);
  // What fills or refuses writes is never too large.
  const isTight = advice.some(({ kind }) => kind === "fills" || kind === "writes_refused");
  return advice
    .filter(({ kind }) => !(isTight && kind === "too_large"))
    .sort((a, b) => Number(b.isUrgent) - Number(a.isUrgent));
}
