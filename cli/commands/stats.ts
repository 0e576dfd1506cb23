import { z } from "zod";
import { APP_ROUTES } from "@/lib/contract/api/apps";
import { command } from "../command";
import { STATS_COLUMNS, statsRows } from "../render/stats";
import { table } from "../render/table";

export const stats = command({
  name: "stats",
  group: "Activity",
  summary: "show what the app's containers use now",
  input: z.object({}),
  async run({ app, call, options, terminal }) {
    const params = { app: app() };
    const { stats: rows } = (await call(APP_ROUTES.listStats, { params })).data;
    if (options.json) return terminal.json(rows);
    const { containers } = (await call(APP_ROUTES.listProcesses, { params })).data;
    const nameOf = (id: string) => containers.find((container) => container.id === id)?.label ?? id;
    const cells = rows.flatMap((row) => statsRows(nameOf(row.id), row));
    for (const line of table(STATS_COLUMNS, cells)) terminal.print(line);
  },
});
