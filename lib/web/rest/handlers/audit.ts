import "server-only";
import { type AUDIT_ROUTES, toApiAuditEntry } from "../../../contract/api/audit";
import { listAudit } from "../../../services/audit/list-audit";
import type { Handlers } from "../handler";

export const AUDIT_HANDLERS: Handlers<typeof AUDIT_ROUTES> = {
  listAudit: async ({ ctx, query: { per_page: limit, ...filter } }) => {
    const { entries, next } = await listAudit(ctx, { ...filter, limit });
    return { audit: entries.map(toApiAuditEntry), next };
  },
};
