import { MINUTE_MS, SECOND_MS } from "../units";

/** What can be watched. `memory` and `connections` are percent of the plan's limit, `evictions` are keys a second, `down` has no threshold. */
export const ALERT_KINDS = ["memory", "connections", "down", "evictions"] as const;
/** One of ALERT_KINDS: what an alert watches. */
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Fires once the value has been above the threshold for so long without a break. */
export type AlertRule = { kind: AlertKind; isOn: boolean; threshold: number; durationMs: number };

/** What holds for a database until somebody changes it. */
const DEFAULT_ALERT_RULES: readonly AlertRule[] = [
  { kind: "memory", isOn: true, threshold: 90, durationMs: 5 * MINUTE_MS },
  { kind: "connections", isOn: true, threshold: 90, durationMs: 5 * MINUTE_MS },
  { kind: "down", isOn: true, threshold: 0, durationMs: MINUTE_MS },
  { kind: "evictions", isOn: true, threshold: 0, durationMs: 5 * MINUTE_MS },
];

/** Bounds of what a person may ask for. */
export const ALERT_LIMITS = {
  threshold: { memory: 100, connections: 100, down: 0, evictions: 1_000_000 },
  durationMs: { min: 10 * SECOND_MS, max: 24 * 60 * MINUTE_MS },
} as const;

/** Every kind once, in the order of `ALERT_KINDS`: a database's own rules where it has some. */
export const rulesOf = (own: readonly AlertRule[]): AlertRule[] =>
  DEFAULT_ALERT_RULES.map((rule) => own.find(({ kind }) => kind === rule.kind) ?? rule);

/** Since when a value has been too high; `firedAtMs` is null until it has been so for long enough. */
export type AlertState = { breachedAtMs: number; firedAtMs: number | null; value: number };

type Decision = { state: AlertState | null; change: "fired" | "recovered" | null };

/** What becomes of an alert with the value of a round. An unknown value (null) changes nothing: silence proves neither good nor bad. */
export function decideAlert(
  rule: AlertRule,
  state: AlertState | null,
  { value, atMs }: { value: number | null; atMs: number },
): Decision {
  if (!rule.isOn) return { state: null, change: state?.firedAtMs == null ? null : "recovered" };
  if (value === null) return { state, change: null };
  if (value <= rule.threshold) return { state: null, change: state?.firedAtMs == null ? null : "recovered" };
  const breachedAtMs = state?.breachedAtMs ?? atMs;
  if (state?.firedAtMs != null) return { state: { ...state, value }, change: null };
  const isDue = atMs - breachedAtMs >= rule.durationMs;
  return {
    state: { breachedAtMs, firedAtMs: isDue ? atMs : null, value },
    change: isDue ? "fired" : null,
  };
}
