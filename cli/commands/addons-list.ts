import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { command } from "../command";
import { table } from "../render/table";

export const addonsList = command({
  name: "addons-list",
  group: "Addons",
  summary: "list what addons there are",
  input: z.object({}),
  async run({ call, options, terminal }) {
    const { addon_providers: rows } = (await call(ADDON_ROUTES.listProviders)).data;
    if (options.json) return terminal.json(rows);
    const cells = rows.map(({ id, name }) => [id, name]);
    for (const line of table([{ header: "ID" }, { header: "NAME" }], cells)) terminal.print(line);
  },
});
