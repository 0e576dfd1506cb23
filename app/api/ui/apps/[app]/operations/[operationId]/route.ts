import { OperationInput } from "@/lib/contract/operations";
import { getOperation } from "@/lib/services/operations/get-operation";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ app: string; operationId: string }> },
): Promise<Response> {
  return respond(async (ctx) => getOperation(ctx, OperationInput.parse(await params)));
}
