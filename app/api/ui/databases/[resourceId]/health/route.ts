import { DatabaseInput } from "@/lib/contract/databases";
import { getHealth } from "@/lib/services/databases/get-health";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  return respond(async (ctx) => getHealth(ctx, DatabaseInput.parse(await params)));
}
