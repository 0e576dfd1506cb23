import { z } from "zod";
import { MAINTENANCE_ROUTES } from "@/lib/contract/api/maintenance";
import { findAddon } from "../addon";
import { command } from "../command";

export const databaseMaintenanceCancel = command({
  name: "database-maintenance-cancel",
  usage: "<id>",
  group: "Databases",
  summary: "cancel a maintenance that has not begun",
  input: z.object({ id: z.string() }),
  async run(session, { id }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, undefined), maintenance: id };
    const { maintenance } = (await call(MAINTENANCE_ROUTES.cancelMaintenance, { params })).data;
    if (options.json) return terminal.json(maintenance);
    terminal.status(`Maintenance ${id} has been cancelled`);
  },
});
