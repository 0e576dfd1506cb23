import { DatabaseInput } from "@/lib/contract/databases";
import { getStats } from "@/lib/services/stats/get-stats";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  return respond(async (ctx) => getStats(ctx, DatabaseInput.parse(await params)));
}
