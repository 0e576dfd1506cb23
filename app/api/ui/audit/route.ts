import { AuditFilter } from "@/lib/contract/audit";
import { exportAudit } from "@/lib/services/audit/export-audit";
import { respond } from "@/lib/web/api";
import { csvFile } from "@/lib/web/csv-file";

/** The audit list as a CSV file, with the filter of its page. */
export async function GET(request: Request): Promise<Response> {
  return respond(async (ctx) => {
    const filter = AuditFilter.parse(Object.fromEntries(new URL(request.url).searchParams));
    return csvFile("berth-audit.csv", await exportAudit(ctx, filter));
  });
}
