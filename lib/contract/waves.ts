import { z } from "zod";
import { WAVE_AT_ONCE, WAVE_AT_ONCE_MAX, WAVE_STATUSES } from "../core/waves/wave";

/** So many databases are worked on side by side. */
export const AtOnce = z.coerce
  .number()
  .int({ error: "Take a whole number of databases at a time." })
  .min(1, { error: "Take at least one at a time." })
  .max(WAVE_AT_ONCE_MAX, { error: `Take ${WAVE_AT_ONCE_MAX} at a time at most.` })
  .default(WAVE_AT_ONCE);

/** What every wave tells of itself, beside what it has begun. */
export const WaveView = z.object({
  status: z.enum(WAVE_STATUSES),
  atOnce: z.number(),
  /** Email; null once that account is removed. */
  by: z.string().nullable(),
  /** Why it failed. */
  reason: z.string().nullable(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type WaveView = z.infer<typeof WaveView>;
