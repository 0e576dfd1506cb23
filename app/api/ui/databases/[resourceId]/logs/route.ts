import { LogsInput } from "@/lib/contract/logs";
import { MINUTE_MS } from "@/lib/core/units";
import { followLogs } from "@/lib/services/logs/follow-logs";
import { listLogs } from "@/lib/services/logs/list-logs";
import { respond } from "@/lib/web/api";
import { eventStream } from "@/lib/web/stream";
import { textFile } from "@/lib/web/text-file";
import { whileReader } from "@/lib/web/while-allowed";

/** Browsers connect again by themselves. */
const FOLLOW_MS = 5 * MINUTE_MS;

/** Lines as JSON; `follow=true` streams them as they are written, `download=true` answers a text file. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  const { follow, download, ...asked } = Object.fromEntries(new URL(request.url).searchParams);
  return respond(async (ctx): Promise<unknown> => {
    const input = LogsInput.parse({ ...asked, ...(await params) });
    if (follow === "true") {
      const gone = new AbortController();
      const left = AbortSignal.any([gone.signal, request.signal, AbortSignal.timeout(FOLLOW_MS)]);
      const signal = whileReader(ctx, { headers: request.headers, resourceId: input.resourceId }, left);
      return eventStream(await followLogs(ctx, input, signal), () => gone.abort());
    }
    const logs = await listLogs(ctx, input);
    if (download !== "true") return logs;
    const text = logs.lines.map((line) => `${line.at} ${line.source} ${line.text}\n`).join("");
    return textFile(`${input.resourceId}.log`, text);
  });
}
