import { z } from "zod";
import { DRAIN_AT_ONCE, DRAIN_AT_ONCE_MAX, DRAIN_STATUSES } from "../core/hosts/drain";
import { OPERATION_STATUSES } from "../core/operations/state";

/** Names a host, by its name or id. */
export const HostInput = z.object({ host: z.string().trim().min(1).max(255) });
export type HostInput = z.infer<typeof HostInput>;

/** So many databases are moved side by side. */
export const AtOnce = z.coerce
  .number()
  .int({ error: "Move a whole number of databases at a time." })
  .min(1, { error: "Move at least one at a time." })
  .max(DRAIN_AT_ONCE_MAX, { error: `Move ${DRAIN_AT_ONCE_MAX} at a time at most.` })
  .default(DRAIN_AT_ONCE);

/** All databases of `host` to others, `atOnce` at a time (1 to 8, 1 unless said). */
export const DrainHostInput = HostInput.extend({ atOnce: AtOnce });
export type DrainHostInput = z.infer<typeof DrainHostInput>;

/** How far the databases of a host are moved, and why no further. */
export const DrainView = z.object({
  status: z.enum(DRAIN_STATUSES),
  atOnce: z.number(),
  /** Email; null once that account is removed. */
  by: z.string().nullable(),
  /** Every move that it began, oldest first. */
  moves: z.array(
    z.object({
      resourceId: z.string(),
      appName: z.string(),
      operationId: z.string(),
      status: z.enum(OPERATION_STATUSES),
    }),
  ),
  /** Why it failed. */
  reason: z.string().nullable(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type DrainView = z.infer<typeof DrainView>;
