import { DatabaseInput } from "@/lib/contract/databases";
import { getAdvice } from "@/lib/services/stats/get-advice";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  return respond(async (ctx) => ({ advice: await getAdvice(ctx, DatabaseInput.parse(await params)) }));
}
