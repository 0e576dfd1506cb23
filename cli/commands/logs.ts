import type { IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { z } from "zod";
import { METRIC_ROUTES } from "@/lib/contract/api/metrics";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { open, send } from "../http";
import { logLine } from "../render/logs";

const LINES_MAX = 10_000;

export const logs = command({
  name: "logs",
  usage: "[addon]",
  group: "Activity",
  summary: "print the log of a database",
  options: [
    ["-n, --lines <count>", "how many lines (20)"],
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
    follow: z.boolean().default(false),
  }),
  async run(session, { addon, lines, follow }) {
    const { call, options, terminal } = session;
    const database = await findAddon(session, addon);
    const address = async () =>
      new URL((await call(METRIC_ROUTES.getLogsUrl, { params: { database } })).data.url);
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
