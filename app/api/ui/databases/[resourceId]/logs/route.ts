import { LogsInput } from "@/lib/contract/logs";
import { requireDatabase } from "@/lib/services/access";
import { followLogs } from "@/lib/services/logs/follow-logs";
import { listLogs } from "@/lib/services/logs/list-logs";
import { respondLines } from "@/lib/web/log-answer";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  const { resourceId } = await params;
  return respondLines(request, {
    name: resourceId,
    parse: (query) => LogsInput.parse({ ...query, resourceId }),
    list: listLogs,
    follow: followLogs,
    mayFollow: (ctx) => requireDatabase(ctx, resourceId, "look"),
  });
}
