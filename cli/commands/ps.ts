import { z } from "zod";
import { APP_ROUTES } from "@/lib/contract/api/apps";
import { command } from "../command";
import { table } from "../render/table";

const COLUMNS = ["NAME", "STATUS", "COMMAND", "SIZE", "CREATED AT"].map((header) => ({ header }));

export const ps = command({
  name: "ps",
  group: "Apps",
  summary: "list the app's containers",
  input: z.object({}),
  async run({ app, call, options, terminal }) {
    const { containers } = (await call(APP_ROUTES.listProcesses, { params: { app: app() } })).data;
    if (options.json) return terminal.json(containers);
    const rows = containers.map(({ label, state, command: words, container_size, created_at }) => [
      label,
      state,
      words,
      container_size.human_name,
      created_at,
    ]);
    for (const line of table(COLUMNS, rows)) terminal.print(line);
  },
});
