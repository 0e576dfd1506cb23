import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../units";

/** A round of the sampler. */
export const ROUND_MS = 10 * SECOND_MS;

/** After so long without a look, figures are old. */
export const OLD_MS = 3 * ROUND_MS;

/** How fine figures are kept (the last only so that a month is read at once), and for how long; finest first. A stored row begins at a multiple of its step. */
export const RESOLUTIONS = [
  { id: "10s", stepMs: ROUND_MS, keptMs: 2 * HOUR_MS, partitionMs: HOUR_MS },
  { id: "1m", stepMs: MINUTE_MS, keptMs: 2 * DAY_MS, partitionMs: DAY_MS },
  { id: "15m", stepMs: 15 * MINUTE_MS, keptMs: 60 * DAY_MS, partitionMs: DAY_MS },
  { id: "2h", stepMs: 2 * HOUR_MS, keptMs: 60 * DAY_MS, partitionMs: 10 * DAY_MS },
] as const;
/** Name of a resolution, such as `10s`; part of its table's name. */
export type ResolutionId = (typeof RESOLUTIONS)[number]["id"];

/** Most points a chart draws. */
const POINTS_MAX = 400;

/** Ranges that a chart offers by name. */
export const RANGES = {
  "1h": HOUR_MS,
  "6h": 6 * HOUR_MS,
  "24h": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
} as const;
/** Name of a range that a chart offers. */
export type RangeId = keyof typeof RANGES;

/** Least and most that a chart of one's own range covers. */
export const SPAN_MS = { min: 5 * MINUTE_MS, max: 60 * DAY_MS } as const;

const STEPS_MS = [1, 2, 3, 6, 12, 30, 60, 90, 180, 360, 720, 1_440].map((rounds) => rounds * ROUND_MS);

/** The last moment at or before `ms` at which a step begins. */
export const startOfStep = (ms: number, stepMs: number): number => Math.floor(ms / stepMs) * stepMs;

/** How a span is drawn: width of a point, and the finest resolution that still reaches back to its beginning. */
export function decideDrawing(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  nowMs: number,
): { stepMs: number; resolution: ResolutionId } {
  const reaching = RESOLUTIONS.find(({ keptMs }) => nowMs - fromMs <= keptMs) ?? RESOLUTIONS[3];
  const wanted = (toMs - fromMs) / POINTS_MAX;
  const fitting = STEPS_MS.find((stepMs) => stepMs >= wanted) ?? DAY_MS;
  const stepMs = Math.max(fitting, reaching.stepMs);
  const coarsest = RESOLUTIONS.findLast(
    (one) => one.stepMs <= stepMs && stepMs % one.stepMs === 0 && one.stepMs >= reaching.stepMs,
  );
  return { stepMs, resolution: (coarsest ?? reaching).id };
}
