import { AppInput } from "@/lib/contract/apps";
import { listContainers } from "@/lib/services/apps/list-containers";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ app: string }> },
): Promise<Response> {
  return respond(async (ctx) => ({ containers: await listContainers(ctx, AppInput.parse(await params)) }));
}
