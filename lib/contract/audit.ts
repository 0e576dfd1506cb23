import { z } from "zod";
import { AUDIT_OUTCOMES } from "../core/audit/outcome";
import { emptyAsMissing } from "./form-fields";

const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const Day = z.iso.date({ error: "Say a day as 2026-01-31." });

/** What of the audit list is asked for; forms send empty fields. Days are of UTC, both inclusive. */
export const AuditFilter = z.object({
  /** Part of the email of who did it, or whom it was done to. */
  person: emptyAsMissing(z.string().trim().toLowerCase().max(200)),
  /** Name of an app, deleted ones too. */
  app: emptyAsMissing(z.string().trim().toLowerCase().max(40)),
  kind: emptyAsMissing(z.string().max(60)),
  from: emptyAsMissing(Day),
  to: emptyAsMissing(Day),
  /** Also what Berth did by itself. */
  all: z.preprocess((value) => value === "on" || value === "true" || value === true, z.boolean()),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** `before` is what an earlier page gave as `next`. */
export const ListAuditInput = AuditFilter.extend({
  before: emptyAsMissing(z.string().regex(PLACE, { error: "This is no place in the list." })),
  limit: z.coerce.number().int().min(1).max(1_000).optional(),
});
export type ListAuditInput = z.infer<typeof ListAuditInput>;

/** Who did what, on what, when, from where, and how it ended. */
export const AuditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.string(),
  /** Email, or in words who did it without an account. */
  who: z.string(),
  /** To follow `who`: "added the variable A." */
  what: z.string(),
  /** The app, the database or the account. */
  on: z.string(),
  app: z.string().nullable(),
  isAppDeleted: z.boolean(),
  address: z.string().nullable(),
  outcome: z.enum(AUDIT_OUTCOMES),
  /** Why it did not go well. */
  reason: z.string().nullable(),
  operationId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Newest first; `next` names the page after it, null on the last. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), next: z.string().nullable() });
export type AuditPage = z.infer<typeof AuditPage>;
