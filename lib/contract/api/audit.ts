import { z } from "zod";
import { AUDIT_OUTCOMES } from "../../core/audit/outcome";
import { type AuditEntry, ListAuditInput } from "../audit";
import { route } from "./route";

const ApiAuditEntry = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    kind: z.string().describe("Type of the event, or `account/` and what was done to an account."),
    who: z.string().describe("Email, or who did it without an account."),
    what: z.string(),
    on: z.string().describe("The app, the database (resource id) or the account."),
    app_name: z.string().nullable(),
    is_app_deleted: z.boolean(),
    address: z.string().nullable().describe("Where the person came from; null where that is not known."),
    outcome: z.enum(AUDIT_OUTCOMES),
    reason: z.string().nullable().describe("Why it did not go well."),
    operation_id: z.string().nullable(),
  })
  .meta({ id: "AuditEntry" });

/** An entry of the audit list in the words of the API. */
export const toApiAuditEntry = (entry: AuditEntry): z.infer<typeof ApiAuditEntry> => {
  const { app, isAppDeleted, operationId, ...same } = entry;
  return { ...same, app_name: app, is_app_deleted: isAppDeleted, operation_id: operationId };
};

const { person, app, kind, from, to, before } = ListAuditInput.shape;

/** The route of the audit list, for administrators. */
export const AUDIT_ROUTES = {
  listAudit: route({
    method: "GET",
    path: "/v1/audit",
    tag: "People",
    summary: "Who did what to which app or account, newest first, for 400 days",
    needs: "admin",
    query: z.object({
      person: person.describe("Part of the email of who did it or whom it was done to."),
      app: app.describe("Name of an app, also of a deleted one."),
      kind,
      from: from.describe("First day, UTC."),
      to: to.describe("Last day, UTC."),
      all: z.stringbool().default(false).describe("Also what Berth did by itself."),
      before: before.describe("`next` of the page before."),
      per_page: z.coerce.number().int().min(1).max(1_000).default(50),
    }),
    answer: z.object({ audit: z.array(ApiAuditEntry), next: z.string().nullable() }),
  }),
};
