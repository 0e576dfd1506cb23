import { createInterface } from "node:readline";
import { z } from "zod";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { open, send } from "../http";
import { logLine } from "../render/logs";
import { WIRE } from "../wire";

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
    const { call, terminal } = session;
    const database = await findAddon(session, addon);
    const address = async () => new URL((await call(WIRE.getLogsUrl, { params: { database } })).data.url);
    const url = await address();
    url.searchParams.set("n", String(lines));
    // The address itself holds what is needed to read it.
    const answer = await send({ method: "GET", url, headers: {} });
    if (answer.status >= 400 && answer.status !== 404)
      throw new Failure(EXIT.unavailable, `The log cannot be read: status ${answer.status}.`);
    const printed = answer.status === 200 ? answer.text.split("\n").filter((line) => line !== "") : [];
    for (const line of printed) terminal.print(line);
    if (!follow && printed.length === 0) terminal.note("There is no log yet.");
    // An address is good for an hour; whoever still may asks for the next one.
    while (follow) await tail(await address(), terminal.print);
  },
});

/** Prints what comes until the other side ends it. */
async function tail(url: URL, print: (line: string) => void): Promise<void> {
  url.searchParams.set("stream", "true");
  const message = await open({ method: "GET", url, headers: {} }, 0);
  if (message.statusCode !== 200)
    throw new Failure(EXIT.unavailable, `The log cannot be followed: status ${message.statusCode}.`);
  for await (const line of createInterface({ input: message })) {
    const shown = logLine(line);
    if (shown !== null) print(shown);
  }
}
