import { DatabaseInput } from "@/lib/contract/databases";
import { listChanges } from "@/lib/services/databases/list-changes";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  return respond(async (ctx) => listChanges(ctx, DatabaseInput.parse(await params)));
}
