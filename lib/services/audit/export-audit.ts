import type { AuditEntry, AuditFilter } from "../../contract/audit";
import { csvLine } from "../../core/audit/csv";
import type { AuditPlace } from "../../db/audit";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { readAudit } from "./read-audit";

const AT_ONCE = 1_000;
const COLUMNS = ["at", "who", "kind", "what", "on", "app", "address", "outcome", "reason"] as const;

/** The audit list as CSV, newest first, read as it is taken. @throws DomainError `forbidden` unless an administrator asks. */
export async function exportAudit(ctx: Context, filter: AuditFilter): Promise<AsyncIterable<string>> {
  requireAdmin(ctx);
  return linesOf(filter);
}

async function* linesOf(filter: AuditFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  let before: AuditPlace | null = null;
  do {
    const page: Awaited<ReturnType<typeof readAudit>> = await readAudit(filter, { before, limit: AT_ONCE });
    yield page.entries.map(lineOf).join("");
    before = page.next;
  } while (before !== null);
}

const lineOf = (entry: AuditEntry): string => csvLine(COLUMNS.map((column) => entry[column] ?? ""));
