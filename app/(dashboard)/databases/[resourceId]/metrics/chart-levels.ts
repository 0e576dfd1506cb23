import type { AlertView } from "@/lib/contract/alerts";
import type { SeriesView } from "@/lib/contract/stats";
import type { AlertKind } from "@/lib/core/alerts/rules";

type Limits = SeriesView["limits"];

/** A height that matters beside the values: a limit, or where an alert fires. */
export type DrawnLevel = { kind: "plan" | "alert"; label: string; value: number };

/** Null where there is none. */
export type Level = (given: { limits: Limits; alerts: readonly AlertView[] }) => DrawnLevel | null;

export const planLevel =
  (label: string, of: (limits: Limits) => number): Level =>
  ({ limits }) => ({ kind: "plan", label, value: of(limits) });

export const alertLevel =
  (alert: AlertKind, of: (limits: Limits, threshold: number) => number | null): Level =>
  ({ limits, alerts }) => {
    const rule = alerts.find(({ kind, isOn }) => kind === alert && isOn);
    const value = rule && of(limits, rule.threshold);
    return value ? { kind: "alert", label: "alert above", value } : null;
  };
