import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../units";
import type { Unit } from "./measures";

/** About so many lines cross a chart. */
const LINES = 4;
const KIB = 1_024;

const TIME_STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30].map((days) => days * DAY_MS),
] as const;

/** The least of 1, 2 and 5 times a power of ten that is not below. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((times) => times * power >= least * (1 - 1e-9)) ?? 10) * power;
}

/** The least power of two times a power of 1,024 that is not below. */
const binaryStep = (least: number): number => {
  const unit = KIB ** Math.max(0, Math.floor(Math.log2(least) / 10));
  return unit * 2 ** Math.ceil(Math.log2(least / unit) - 1e-9);
};

/** Values of an axis from 0 until past `highest`, in equal steps that people count in: whole ones for counts, powers of two for bytes. */
export function valueTicks(highest: number, unit: Unit): number[] {
  const isBytes = unit === "bytes" || unit === "bytesPerSecond";
  const least = unit === "count" || isBytes ? 1 : 0.01;
  const wanted = Math.max(highest / LINES, least);
  const step = isBytes ? binaryStep(wanted) : roundStep(wanted);
  const steps = Math.max(1, Math.ceil(highest / step - 1e-9));
  return Array.from({ length: steps + 1 }, (_, place) => Number((place * step).toPrecision(12)));
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

const SAID_ONCE: Record<Unit, string> = {
  percent: "%",
  bytes: "",
  bytesPerSecond: "/s",
  perSecond: "a second",
  count: "",
  ratio: "",
};

const inFew = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });

/** How the values of an axis are written: the unit once, for all of them, and plain numbers. Empty where numbers say all. */
export function tickWords(
  ticks: readonly number[],
  unit: Unit,
): { unit: string; words: (value: number) => string } {
  const isBytes = unit === "bytes" || unit === "bytesPerSecond";
  const power = isBytes ? Math.min(4, Math.floor(Math.log2(Math.max(1, ticks.at(-1) ?? 1)) / 10)) : 0;
  return {
    unit: `${isBytes ? BYTE_UNITS[power] : ""}${SAID_ONCE[unit]}`,
    words: (value) => inFew.format(value / KIB ** power),
  };
}

/** Moments of an axis that a clock shows in full, at most `countMax`. `offsetMs` is what the clock is ahead of UTC. */
export function timeTicks({
  fromMs,
  toMs,
  offsetMs,
  countMax,
}: {
  fromMs: number;
  toMs: number;
  offsetMs: number;
  countMax: number;
}): number[] {
  const step = TIME_STEPS_MS.find((ms) => (toMs - fromMs) / ms <= countMax) ?? 30 * DAY_MS;
  const ticks = [];
  for (let atMs = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs; atMs <= toMs; atMs += step)
    ticks.push(atMs);
  return ticks;
}
