import type { IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { z } from "zod";
import { APP_LOG_ROUTES } from "@/lib/contract/api/app-logs";
import { METRIC_ROUTES } from "@/lib/contract/api/metrics";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { open, send } from "../http";
import { logLine } from "../render/logs";
import type { Session } from "../session";

const LINES_MAX = 10_000;

export const logs = command({
  name: "logs",
  usage: "[addon]",
  group: "Activity",
  summary: "print what the app's containers write; with an addon, the log of that database",
  options: [
    ["-n, --lines <count>", "how many lines (20)"],
    ["-F, --filter <filter>", "only lines with these words, or of one container: web-3f2a91c0d4e5"],
    ["-f, --follow", "go on with what comes"],
  ],
  input: z.object({
    addon: z.string().optional(),
    lines: z.coerce
      .number({ error: "--lines is a number." })
      .int()
      .min(0)
      .max(LINES_MAX, { error: `--lines is at most ${LINES_MAX}.` })
      .default(20),
    filter: z.string().optional(),
    follow: z.boolean().default(false),
  }),
  async run(session, { addon, lines, filter, follow }) {
    const { options, terminal } = session;
    const ask = await addressAsker(session, addon);
    const address = async () => {
      const url = new URL(await ask());
      if (filter !== undefined) url.searchParams.set("filter", filter);
      return url;
    };
    if (!follow) {
      const last = await readLast(await address(), lines);
      if (options.json) return terminal.json(last);
      for (const line of last) terminal.print(line);
      return last.length === 0 ? terminal.note("There is no log yet.") : undefined;
    }
    const print = (line: string) => terminal.print(options.json ? JSON.stringify(line) : line);
    // Followed before it is read, so that nothing is missed in between.
    let following = await openTail(await address());
    const last = await readLast(await address(), lines);
    last.forEach(print);
    const seen = new Set(last);
    // An address is good for an hour; whoever still may asks for the next one.
    for (;;) {
      for await (const line of linesOf(following)) if (!seen.has(line)) print(line);
      following = await openTail(await address());
    }
  },
});

/** Asks for the address of the logs: of the database that is meant, else of the app. */
async function addressAsker(session: Session, given: string | undefined): Promise<() => Promise<string>> {
  const { call, options } = session;
  if (given === undefined && options.addon === undefined) {
    const params = { app: session.app() };
    return async () => (await call(APP_LOG_ROUTES.getAppLogsUrl, { params })).data.logs_url;
  }
  const params = { database: await findAddon(session, given) };
  return async () => (await call(METRIC_ROUTES.getLogsUrl, { params })).data.url;
}

/** The last lines, oldest first. The address itself holds what is needed to read it. */
async function readLast(url: URL, count: number): Promise<string[]> {
  if (count === 0) return [];
  url.searchParams.set("n", String(count));
  const { status, text } = await send({ method: "GET", url, headers: {} });
  if (status >= 400 && status !== 404)
    throw new Failure(EXIT.unavailable, `The log cannot be read: status ${status}.`);
  return status === 200 ? text.split("\n").filter((line) => line !== "") : [];
}

async function openTail(url: URL): Promise<IncomingMessage> {
  url.searchParams.set("stream", "true");
  const message = await open({ method: "GET", url, headers: {} }, 0);
  if (message.statusCode === 200) return message;
  throw new Failure(EXIT.unavailable, `The log cannot be followed: status ${message.statusCode}.`);
}

/** What comes until the other side ends it. */
async function* linesOf(stream: IncomingMessage): AsyncIterable<string> {
  for await (const line of createInterface({ input: stream })) {
    const shown = logLine(line);
    if (shown !== null) yield shown;
  }
}
