import { z } from "zod";
import { APP_ROUTES } from "@/lib/contract/api/apps";
import { command } from "../command";
import { table } from "../render/table";

export const apps = command({
  name: "apps",
  group: "Apps",
  summary: "list your apps",
  input: z.object({}),
  async run({ call, options, terminal }) {
    const { apps: rows } = (await call(APP_ROUTES.listApps)).data;
    if (options.json) return terminal.json(rows);
    const columns = [{ header: "NAME" }, { header: "ROLE" }, { header: "STATUS" }, { header: "OWNER" }];
    const cells = rows.map(({ name, source, status, owner }) => [name, source, status, owner.email]);
    columns[1] = { header: "CONTAINERS FROM" };
    for (const line of table(columns, cells)) terminal.print(line);
  },
});
