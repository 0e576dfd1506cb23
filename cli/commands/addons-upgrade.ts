import { z } from "zod";
import { command } from "../command";
import { isDone } from "../operation";
import { findPlanId } from "../plan";
import { changeLines } from "../render/addons";
import { WIRE } from "../wire";

/** The only provider there is. */
const PROVIDER = "redis";

export const addonsUpgrade = command({
  name: "addons-upgrade",
  usage: "<addon> <plan>",
  group: "Addons",
  summary: "change an addon's plan: berth addons-upgrade my-app-3030 2g",
  input: z.object({ addon: z.string(), plan: z.string() }),
  async run(session, { addon, plan }) {
    const { options, terminal } = session;
    const app = session.app();
    const planId = await findPlanId(session, { provider: PROVIDER, plan });
    const { data, operationId } = await session.call(WIRE.upgradeAddon, {
      params: { app, addon },
      body: { addon: { plan_id: planId } },
    });
    const done = await isDone(session, { app, operationId: operationId ?? data.operation_id ?? null });
    if (options.json) return terminal.json(data);
    terminal.status(`Addon ${addon} ${done ? "has been" : "is being"} upgraded`);
    if (done) for (const line of changeLines(data)) terminal.info(line);
  },
});
