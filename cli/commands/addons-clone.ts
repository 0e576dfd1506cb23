import { z } from "zod";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { DEFAULT_PROVIDER } from "@/lib/core/engines/names";
import { findAddon } from "../addon";
import { command } from "../command";
import { isDone } from "../operation";
import { findPlanId } from "../plan";

export const addonsClone = command({
  name: "addons-clone",
  usage: "<addon>",
  group: "Addons",
  summary: "make a new addon with the data of another: berth addons-clone my-app-3030 --into my-copy",
  options: [
    ["--into <app>", "the app that gets it (the same app)"],
    ["--plan <plan>", "its plan (that of the original)"],
  ],
  input: z.object({ addon: z.string(), into: z.string().optional(), plan: z.string().optional() }),
  async run(session, { addon, into, plan }) {
    const { call, options, terminal } = session;
    const database = await findAddon(session, addon);
    const planId = plan && (await findPlanId(session, { provider: DEFAULT_PROVIDER, plan }));
    const body = { app: into ?? session.app(), ...(planId && { plan_id: planId }) };
    const { operation } = (await call(BACKUP_ROUTES.cloneAddon, { params: { database }, body })).data;
    const done = await isDone(session, { app: operation.app_name, operationId: operation.id });
    if (options.json) return terminal.json(operation);
    terminal.status(`Addon ${database} ${done ? "has been" : "is being"} cloned to ${operation.resource_id}`);
  },
});
