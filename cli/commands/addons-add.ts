import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { command } from "../command";
import { isDone } from "../operation";
import { findPlanId } from "../plan";
import { changeLines } from "../render/addons";

export const addonsAdd = command({
  name: "addons-add",
  usage: "<provider> <plan>",
  group: "Addons",
  summary: "add an addon to the app: berth addons-add redis 1g",
  options: [["--engine-version <version>", "version of Redis, else the newest"]],
  input: z.object({ provider: z.string(), plan: z.string(), engineVersion: z.string().optional() }),
  async run(session, { provider, plan, engineVersion }) {
    const { options, terminal } = session;
    const app = session.app();
    const planId = await findPlanId(session, { provider, plan });
    const settings = engineVersion === undefined ? null : { version: engineVersion };
    const { data, operationId } = await session.call(ADDON_ROUTES.addAddon, {
      params: { app },
      body: { addon: { addon_provider_id: provider, plan_id: planId, options: settings } },
    });
    const done = await isDone(session, { app, operationId: operationId ?? data.addon.operation_id });
    if (options.json) return terminal.json(data);
    terminal.status(`Addon ${provider} ${done ? "has been" : "is being"} provisionned`);
    terminal.info(`ID: ${data.addon.resource_id}`);
    if (done) for (const line of changeLines(data)) terminal.info(line);
  },
});
