import { z } from "zod";
import { FEATURE_ROUTES } from "@/lib/contract/api/features";
import { FEATURE_NAMES } from "@/lib/core/features/features";
import { findAddon } from "../addon";
import { command } from "../command";
import { follow } from "../operation";

export const databaseEnableFeature = command({
  name: "database-enable-feature",
  usage: "<feature>",
  group: "Databases",
  summary: `switch a feature of a database on: ${FEATURE_NAMES.join(", ")}`,
  options: [
    ["--synchronous", "wait until it is on"],
    ["--policy <policy>", "with redis-cache: which keys go (allkeys-lru)"],
    [
      "--networks <list>",
      "with publicly-available: who may come, as 203.0.113.0/24,198.51.100.7 (everybody)",
    ],
  ],
  input: z.object({
    feature: z.string(),
    synchronous: z.boolean().default(false),
    policy: z.string().optional(),
    networks: z.string().optional(),
  }),
  async run(session, { feature, synchronous, policy, networks }) {
    const { call, options, terminal, waiting } = session;
    const params = { database: await findAddon(session, undefined), feature };
    const told = {
      ...(policy !== undefined && { policy }),
      ...(networks !== undefined && { networks: networks.split(",") }),
    };
    const body = { is_on: true, ...(Object.keys(told).length > 0 && { options: told }) };
    const { operation } = (await call(FEATURE_ROUTES.setFeature, { params, body })).data;
    const isAwaited = synchronous || waiting === "with steps";
    if (!options.json) terminal.status(`Feature ${feature} is being enabled`);
    if (isAwaited && !options.json) terminal.info("Waiting for operation completion...");
    if (isAwaited) await follow(session, { app: operation.app_name, operationId: operation.id });
    if (options.json) return terminal.json(operation);
    if (isAwaited) terminal.status(`Feature ${feature} has been activated`);
  },
});
