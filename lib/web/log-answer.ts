import "server-only";
import type { LogLineView, LogsView } from "../contract/logs";
import { MINUTE_MS } from "../core/units";
import type { Context } from "../services/context";
import { respond } from "./api";
import { eventStream } from "./stream";
import { textFile } from "./text-file";
import { whileReader } from "./while-allowed";

/** Browsers connect again by themselves. */
const FOLLOW_MS = 5 * MINUTE_MS;

/** Whose lines, and how they are read; `name` begins the name of the file. */
type Reading<I> = {
  name: string;
  parse: (query: Record<string, string>) => I;
  list: (ctx: Context, input: I) => Promise<LogsView>;
  follow: (ctx: Context, input: I, signal: AbortSignal) => Promise<AsyncIterable<LogLineView>>;
  /** Throws once the caller may not read them any more. */
  mayFollow: (ctx: Context) => Promise<unknown>;
};

/** Lines as JSON; `follow=true` streams them as they are written, `download=true` answers a text file. */
export async function respondLines<I>(request: Request, reading: Reading<I>): Promise<Response> {
  const { follow, download, ...query } = Object.fromEntries(new URL(request.url).searchParams);
  const { name, mayFollow } = reading;
  return respond(async (ctx): Promise<unknown> => {
    const input = reading.parse(query);
    if (follow === "true") {
      const gone = new AbortController();
      const left = AbortSignal.any([gone.signal, request.signal, AbortSignal.timeout(FOLLOW_MS)]);
      const signal = whileReader(ctx, { headers: request.headers, mayFollow }, left);
      return eventStream(await reading.follow(ctx, input, signal), () => gone.abort());
    }
    const logs = await reading.list(ctx, input);
    if (download !== "true") return logs;
    const text = logs.lines.map((line) => `${line.at} ${line.source} ${line.text}\n`).join("");
    return textFile(`${name}.log`, text);
  });
}
