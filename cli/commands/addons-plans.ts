import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { formatBytes } from "@/lib/core/units";
import { command } from "../command";
import { type Column, table } from "../render/table";

const COLUMNS: readonly Column[] = [
  { header: "ID" },
  { header: "NAME" },
  { header: "DATA", align: "right" },
  { header: "CONNECTIONS", align: "right" },
  { header: "BACKUPS" },
];

export const addonsPlans = command({
  name: "addons-plans",
  usage: "<provider>",
  group: "Addons",
  summary: "list the plans of a provider: berth addons-plans redis",
  input: z.object({ provider: z.string() }),
  async run({ call, options, terminal }, { provider }) {
    const { plans } = (await call(ADDON_ROUTES.listPlans, { params: { provider } })).data;
    if (options.json) return terminal.json(plans);
    const rows = plans.map((plan) => [
      plan.name,
      plan.display_name,
      formatBytes(plan.max_memory_bytes),
      String(plan.clients_max),
      plan.has_backups ? "yes" : "no",
    ]);
    for (const line of table(COLUMNS, rows)) terminal.print(line);
  },
});
