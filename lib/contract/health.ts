import { z } from "zod";

/** One part of the platform: `reason` says what is wrong and what to do; null when it is well. */
export const PartView = z.object({
  name: z.string(),
  isHealthy: z.boolean(),
  detail: z.string().nullable(),
  reason: z.string().nullable(),
});
export type PartView = z.infer<typeof PartView>;

/** 200 with `ok`, 503 with `degraded`. */
export const PlatformHealthView = z.object({ status: z.enum(["ok", "degraded"]), parts: z.array(PartView) });
export type PlatformHealthView = z.infer<typeof PlatformHealthView>;
