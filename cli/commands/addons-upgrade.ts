import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { DEFAULT_PROVIDER } from "@/lib/core/engines/names";
import { command } from "../command";
import { isDone } from "../operation";
import { STOP_FIRST } from "../options";
import { findPlanId } from "../plan";
import { changeLines } from "../render/addons";

export const addonsUpgrade = command({
  name: "addons-upgrade",
  usage: "<addon> <plan>",
  group: "Addons",
  summary: "change an addon's plan: berth addons-upgrade my-app-3030 2g",
  options: [STOP_FIRST],
  input: z.object({ addon: z.string(), plan: z.string(), stopFirst: z.boolean().default(false) }),
  async run(session, { addon, plan, stopFirst }) {
    const { options, terminal } = session;
    const app = session.app();
    const planId = await findPlanId(session, { provider: DEFAULT_PROVIDER, plan });
    const { data, operationId } = await session.call(ADDON_ROUTES.updateAddon, {
      params: { app, addon },
      body: { addon: { plan_id: planId, ...(stopFirst && { way: "stop-first" }) } },
    });
    const done = await isDone(session, { app, operationId: operationId ?? data.addon.operation_id });
    if (options.json) return terminal.json(data);
    terminal.status(`Addon ${addon} ${done ? "has been" : "is being"} upgraded`);
    // What the provider says is that the change has begun.
    if (!done) for (const line of changeLines(data)) terminal.info(line);
  },
});
