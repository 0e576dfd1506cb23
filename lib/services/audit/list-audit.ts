import type { AuditPage, ListAuditInput } from "../../contract/audit";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { readAudit } from "./read-audit";

const SHOWN = 50;

/** Who did what, of all apps and accounts, newest first; deleted apps too. @throws DomainError `forbidden` unless an administrator asks. */
export async function listAudit(
  ctx: Context,
  { before, limit = SHOWN, ...filter }: ListAuditInput,
): Promise<AuditPage> {
  requireAdmin(ctx);
  const [at = "", id = ""] = before?.split("_") ?? [];
  const place = before === undefined ? null : { at: new Date(at), id };
  const { entries, next } = await readAudit(filter, { before: place, limit });
  return { entries, next: next && `${next.at.toISOString()}_${next.id}` };
}
