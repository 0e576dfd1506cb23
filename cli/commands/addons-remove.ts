import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { command } from "../command";
import { confirmAddon } from "../confirm-addon";
import { isDone } from "../operation";

export const addonsRemove = command({
  name: "addons-remove",
  usage: "<addon>",
  group: "Addons",
  summary: "remove an addon with its data",
  options: [
    ["--confirm <id>", "the addon's ID, instead of typing it when asked"],
    ["--no-backup", "take no last backup (else one is taken first, and kept for 30 days)"],
  ],
  input: z.object({ addon: z.string(), confirm: z.string().optional(), backup: z.boolean().default(true) }),
  async run(session, { addon: given, confirm, backup }) {
    const { call, options, terminal } = session;
    const app = session.app();
    const { addon } = (await call(ADDON_ROUTES.getAddon, { params: { app, addon: given } })).data;
    const id = addon.resource_id;
    const warning = [
      `-----> Destroy ${id}`,
      "  /!\\  This operation is irreversible",
      "  /!\\  All related data will be destroyed",
    ];
    await confirmAddon(terminal, addon, { confirm, warning });
    const { operationId } = await call(ADDON_ROUTES.removeAddon, {
      params: { app, addon: addon.id },
      // An earlier Berth knows no such choice.
      ...(!backup && { query: { keeps_backup: "false" } }),
    });
    const done = await isDone(session, { app, operationId });
    if (options.json) return terminal.json({ id, operation_id: operationId });
    terminal.status(`Addon ${id} ${done ? "has been" : "is being"} destroyed`);
  },
});
