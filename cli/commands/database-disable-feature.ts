import { z } from "zod";
import { FEATURE_ROUTES } from "@/lib/contract/api/features";
import { findAddon } from "../addon";
import { command } from "../command";
import { isDone } from "../operation";

export const databaseDisableFeature = command({
  name: "database-disable-feature",
  usage: "<feature>",
  group: "Databases",
  summary: "switch a feature of a database off",
  options: [["--accept-loss", "also when nothing is saved to disk any more then"]],
  input: z.object({ feature: z.string(), acceptLoss: z.boolean().default(false) }),
  async run(session, { feature, acceptLoss }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, undefined), feature };
    const body = { is_on: false, ...(acceptLoss && { accepts_loss: true }) };
    const { operation } = (await call(FEATURE_ROUTES.setFeature, { params, body })).data;
    const done = await isDone(session, { app: operation.app_name, operationId: operation.id });
    if (options.json) return terminal.json(operation);
    terminal.status(`Feature ${feature} ${done ? "has been" : "is being"} disabled.`);
  },
});
