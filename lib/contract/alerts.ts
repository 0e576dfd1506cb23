import { z } from "zod";
import { ALERT_KINDS, ALERT_LIMITS } from "../core/alerts/rules";
import { MINUTE_MS } from "../core/units";
import { DatabaseInput } from "./databases";

/** A rule with what has become of it. `value` is the last one above the threshold; null while all is well. */
export const AlertView = z.object({
  kind: z.enum(ALERT_KINDS),
  isOn: z.boolean(),
  threshold: z.number(),
  durationMinutes: z.number(),
  state: z.enum(["well", "breached", "firing"]),
  since: z.iso.datetime().nullable(),
  value: z.number().nullable(),
});
export type AlertView = z.infer<typeof AlertView>;

/** `GET /api/ui/databases/:id/alerts`: every kind once, in a fixed order. */
export type AlertsAnswer = { alerts: AlertView[] };

/** Who is told when an alert fires: notifiers of the app by their names, and whether any of the platform is. */
export type AlertReceiversView = { own: string[]; hasPlatform: boolean };

const MINUTES_MAX = ALERT_LIMITS.durationMs.max / MINUTE_MS;

/** A form leaves a box that is not ticked out. */
export const SetAlertInput = DatabaseInput.extend({
  kind: z.enum(ALERT_KINDS),
  isOn: z.preprocess((value) => value === "on" || value === true || value === "true", z.boolean()),
  threshold: z.coerce
    .number({ error: "A threshold is a number." })
    .min(0, { error: "A threshold is at least 0." }),
  durationMinutes: z.coerce
    .number({ error: "A duration is a number of minutes." })
    .int({ error: "A duration is a whole number of minutes." })
    .min(1, { error: "A duration is at least 1 minute." })
    .max(MINUTES_MAX, { error: `A duration is at most ${MINUTES_MAX} minutes.` }),
}).refine(({ kind, threshold }) => threshold <= ALERT_LIMITS.threshold[kind], {
  path: ["threshold"],
  error: "The threshold is higher than this can ever be.",
});
export type SetAlertInput = z.infer<typeof SetAlertInput>;
