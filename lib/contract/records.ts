import { z } from "zod";

/** How well Berth's own records are backed up. */
export const RecordsView = z.object({
  /** False where the operator's own PostgreSQL keeps them: then all else is null. */
  isOwn: z.boolean(),
  /** The newest that was read back and loaded; sizes in bytes, as stored. */
  lastProven: z
    .object({
      at: z.iso.datetime(),
      bytes: z.number(),
      rows: z.number(),
      proofMs: z.number(),
      copies: z.array(z.object({ storage: z.string(), error: z.string().nullable() })),
    })
    .nullable(),
  /** The newest that failed, unless a proven one is newer. */
  lastFailure: z.object({ at: z.iso.datetime(), message: z.string() }).nullable(),
  /** One that is asked for or being taken. */
  current: z.enum(["scheduled", "running"]).nullable(),
});
export type RecordsView = z.infer<typeof RecordsView>;

/** A database whose data is gone, and what could bring it back: the moment of its newest proven backup, null when it has none. */
export const LostDatabaseView = z.object({
  resourceId: z.string(),
  goneAt: z.iso.datetime(),
  backupAt: z.iso.datetime().nullable(),
});
export type LostDatabaseView = z.infer<typeof LostDatabaseView>;

/** What was begun for each lost database: the operation that restores it, or why there is none. */
export const RestoredLostView = z.object({
  resourceId: z.string(),
  operationId: z.uuid().nullable(),
  reason: z.string().nullable(),
});
export type RestoredLostView = z.infer<typeof RestoredLostView>;
