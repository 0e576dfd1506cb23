import { ListOperationsInput } from "@/lib/contract/many-changes";
import { listOperations } from "@/lib/services/operations/list-operations";
import { respond } from "@/lib/web/api";

export async function GET(request: Request): Promise<Response> {
  const input = ListOperationsInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  return respond(async (ctx) => ({ operations: await listOperations(ctx, input) }));
}
