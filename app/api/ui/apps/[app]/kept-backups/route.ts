import { AppInput } from "@/lib/contract/apps";
import { listKeptBackups } from "@/lib/services/backups/list-kept-backups";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ app: string }> },
): Promise<Response> {
  return respond(async (ctx) => {
    const { app } = AppInput.parse(await params);
    return { kept: await listKeptBackups(ctx, { appName: app }) };
  });
}
