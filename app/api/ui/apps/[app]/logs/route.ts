import { AppLogsInput } from "@/lib/contract/logs";
import { requireApp } from "@/lib/services/access";
import { followAppLogs } from "@/lib/services/logs/follow-app-logs";
import { listAppLogs } from "@/lib/services/logs/list-app-logs";
import { respondLines } from "@/lib/web/log-answer";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ app: string }> },
): Promise<Response> {
  const { app } = await params;
  return respondLines(request, {
    name: app,
    parse: (query) => AppLogsInput.parse({ ...query, app }),
    list: listAppLogs,
    follow: followAppLogs,
    mayFollow: (ctx) => requireApp(ctx, app, "look"),
  });
}
