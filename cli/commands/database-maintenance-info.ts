import { z } from "zod";
import { MAINTENANCE_ROUTES } from "@/lib/contract/api/maintenance";
import { findAddon } from "../addon";
import { command } from "../command";
import { localMoment } from "../moment";
import { facts } from "../render/table";

export const databaseMaintenanceInfo = command({
  name: "database-maintenance-info",
  usage: "<id>",
  group: "Databases",
  summary: "show one maintenance of a database",
  input: z.object({ id: z.string() }),
  async run(session, { id }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, undefined), maintenance: id };
    const { maintenance } = (await call(MAINTENANCE_ROUTES.getMaintenance, { params })).data;
    if (options.json) return terminal.json(maintenance);
    const { type, started_at, ended_at, status, next_maintenance_window, reason } = maintenance;
    const rows: [string, string][] = [
      ["ID", maintenance.id],
      ["Type", `${type} (Redis ${maintenance.version})`],
      [
        "Started At",
        started_at
          ? localMoment(started_at)
          : `Next Maintenance Window: ${localMoment(next_maintenance_window)}`,
      ],
      ["Ended At", ended_at ? localMoment(ended_at) : ""],
      ["Status", status],
      ...(reason === null ? [] : [["Reason", reason] as [string, string]]),
    ];
    for (const line of facts(rows)) terminal.print(line);
  },
});
