import { DatabaseInput } from "@/lib/contract/databases";
import { listAlerts } from "@/lib/services/stats/list-alerts";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  return respond(async (ctx) => ({ alerts: await listAlerts(ctx, DatabaseInput.parse(await params)) }));
}
