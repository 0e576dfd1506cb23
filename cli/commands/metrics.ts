import { z } from "zod";
import { findAddon } from "../addon";
import { command } from "../command";
import { metricLine } from "../render/metrics";
import { METRIC_TYPES, type MetricType, WIRE } from "../wire";

const HOURS_MAX = 24 * 60;
/** As wide as fits beside the figures on a usual screen. */
const WIDTH = 48;

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
      .min(1, { error: "--since is at least 1 hour." })
      .max(HOURS_MAX, { error: `--since is at most ${HOURS_MAX} hours.` })
      .default(3),
  }),
  async run(session, { addon: given, since }) {
    const { call, options, terminal } = session;
    const database = await findAddon(session, given);
    const fetchOne = async (type: MetricType) =>
      (await call(WIRE.getMetrics, { params: { database, type }, query: { since } })).data;
    const series = await Promise.all(
      METRIC_TYPES.map(async (type) => ({ type, points: await fetchOne(type) })),
    );
    if (options.json)
      return terminal.json(Object.fromEntries(series.map(({ type, points }) => [type, points])));
    for (const { type, points } of series) terminal.print(metricLine(type, points, WIDTH));
  },
});
