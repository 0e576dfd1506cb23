import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { command } from "../command";
import { addonTable } from "../render/addons";

export const addons = command({
  name: "addons",
  group: "Addons",
  summary: "list the app's addons",
  input: z.object({}),
  async run({ app, call, options, terminal }) {
    const { addons: rows } = (await call(ADDON_ROUTES.listAddons, { params: { app: app() } })).data;
    if (options.json) return terminal.json(rows);
    for (const line of addonTable(rows, terminal)) terminal.print(line);
  },
});
