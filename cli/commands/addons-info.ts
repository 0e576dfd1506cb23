import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { findAddon } from "../addon";
import { command } from "../command";
import { addonFacts } from "../render/addons";

export const addonsInfo = command({
  name: "addons-info",
  usage: "[addon]",
  group: "Addons",
  summary: "show what an addon is and how it is",
  input: z.object({ addon: z.string().optional() }),
  async run(session, { addon: given }) {
    const { app, call, options, terminal } = session;
    const params = { app: app(), addon: await findAddon(session, given) };
    const { addon } = (await call(ADDON_ROUTES.getAddon, { params })).data;
    const { database } = (await call(DATABASE_ROUTES.getDatabase, { params: { database: addon.id } })).data;
    const instances = addon.plan.is_highly_available
      ? (await call(DATABASE_ROUTES.listInstances, { params: { database: addon.id } })).data
      : [];
    if (options.json) return terminal.json({ addon, database, ...(instances.length > 0 && { instances }) });
    for (const line of addonFacts(addon, database, instances)) terminal.print(line);
  },
});
