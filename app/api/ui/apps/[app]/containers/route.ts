import { AppInput } from "@/lib/contract/apps";
import { getFalls } from "@/lib/services/apps/get-falls";
import { listContainers } from "@/lib/services/apps/list-containers";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ app: string }> },
): Promise<Response> {
  return respond(async (ctx) => {
    const input = AppInput.parse(await params);
    const [containers, falls] = await Promise.all([listContainers(ctx, input), getFalls(ctx, input)]);
    return { containers, falls };
  });
}
