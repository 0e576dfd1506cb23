import { z } from "zod";
import { WAVE_AT_ONCE_MAX, WAVE_STATUSES } from "../../core/waves/wave";
import { AtOnce, type WaveView } from "../waves";

/** So many side by side, as routes take it. */
export const ApiAtOnce = AtOnce.describe(`So many side by side, ${WAVE_AT_ONCE_MAX} at most; 1 unless said.`);

/** What every wave tells of itself. */
export const ApiWave = z.object({
  status: z.enum(WAVE_STATUSES),
  at_once: z.number(),
  by: z.string().nullable(),
  reason: z.string().nullable().describe("Why it failed."),
  created_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
});

/** The same in the words of the API. */
export const toApiWave = (view: WaveView): z.infer<typeof ApiWave> => ({
  status: view.status,
  at_once: view.atOnce,
  by: view.by,
  reason: view.reason,
  created_at: view.createdAt,
  ended_at: view.endedAt,
});
