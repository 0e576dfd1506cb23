import { z } from "zod";
import { ALERT_KINDS } from "../core/alerts/rules";

/** What the bell shows: alerts that fire now, oldest first, and operations that ended lately, newest first; each list is cut at some length. */
export const BellView = z.object({
  /** When it was so: what one has looked at. */
  at: z.iso.datetime(),
  alerts: z.array(
    z.object({
      resourceId: z.string(),
      appName: z.string(),
      kind: z.enum(ALERT_KINDS),
      value: z.number(),
      since: z.iso.datetime(),
    }),
  ),
  ended: z.array(
    z.object({
      id: z.uuid(),
      /** "Change plan" */
      label: z.string(),
      appName: z.string(),
      resourceId: z.string().nullable(),
      isFailed: z.boolean(),
      /** Why it failed. */
      message: z.string().nullable(),
      finishedAt: z.iso.datetime(),
      /** It ended after the person last looked. */
      isNew: z.boolean(),
    }),
  ),
});
export type BellView = z.infer<typeof BellView>;

/** Up to which moment somebody has looked; without one until now. */
export const LookAtBellInput = z.object({ until: z.coerce.date().optional() });
export type LookAtBellInput = z.infer<typeof LookAtBellInput>;
