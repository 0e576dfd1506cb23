import { z } from "zod";
import { METRIC_ROUTES } from "@/lib/contract/api/metrics";
import { HOUR_MS } from "@/lib/core/units";
import { findAddon } from "../addon";
import { command } from "../command";
import { DRAWN, metricLines } from "../render/metrics";

const HOURS_MAX = 24 * 60;

export const metrics = command({
  name: "metrics",
  usage: "[addon]",
  group: "Activity",
  summary: "draw what a database used in the last hours",
  options: [["--since <hours>", "hours to look back (3)"]],
  input: z.object({
    addon: z.string().optional(),
    since: z.coerce
      .number({ error: "--since is a number of hours." })
      .int({ error: "--since is a whole number of hours." })
      .min(1, { error: "--since is at least 1 hour." })
      .max(HOURS_MAX, { error: `--since is at most ${HOURS_MAX} hours.` })
      .default(3),
  }),
  async run(session, { addon: given, since }) {
    const { call, options, terminal } = session;
    const database = await findAddon(session, given);
    const toMs = Date.now();
    const series = await Promise.all(
      DRAWN.map(async (measure) => {
        const params = { database, measure };
        return { measure, points: (await call(METRIC_ROUTES.listPoints, { params, query: { since } })).data };
      }),
    );
    if (options.json)
      return terminal.json(Object.fromEntries(series.map(({ measure, points }) => [measure, points])));
    const span = { fromMs: toMs - since * HOUR_MS, toMs };
    for (const line of metricLines(series, span)) terminal.print(line);
  },
});
