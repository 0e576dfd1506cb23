import { z } from "zod";
import { OPERATION_STATUSES } from "../core/operations/state";
import { AtOnce, WaveView } from "./waves";

/** Names a host, by its name or id. */
export const HostInput = z.object({ host: z.string().trim().min(1).max(255) });
export type HostInput = z.infer<typeof HostInput>;

/** All databases of `host` to others, `atOnce` at a time (1 to 8, 1 unless said). */
export const DrainHostInput = HostInput.extend({ atOnce: AtOnce });
export type DrainHostInput = z.infer<typeof DrainHostInput>;

/** How far the databases of a host are moved, and why no further. */
export const DrainView = WaveView.extend({
  /** Every move that it began, oldest first. */
  moves: z.array(
    z.object({
      resourceId: z.string(),
      appName: z.string(),
      operationId: z.string(),
      status: z.enum(OPERATION_STATUSES),
    }),
  ),
  /** Highly available databases whose node no other host has room for now, and why: they go on without it. */
  staying: z.array(z.object({ resourceId: z.string(), reason: z.string() })),
});
export type DrainView = z.infer<typeof DrainView>;
