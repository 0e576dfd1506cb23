import { AppInput } from "@/lib/contract/apps";
import { listAddons } from "@/lib/services/addons/list-addons";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ app: string }> },
): Promise<Response> {
  return respond(async (ctx) => ({ addons: await listAddons(ctx, AppInput.parse(await params)) }));
}
