import { z } from "zod";
import { MAINTENANCE_ROUTES } from "@/lib/contract/api/maintenance";
import { findAddon } from "../addon";
import { command } from "../command";
import { localMoment } from "../moment";
import { table } from "../render/table";

export const databaseMaintenanceList = command({
  name: "database-maintenance-list",
  usage: "[addon]",
  group: "Databases",
  summary: "list what was, is or will be done in maintenance windows",
  options: [
    ["--page <page>", "page to show (1)"],
    ["--per-page <count>", "entries of a page (20)"],
  ],
  input: z.object({
    addon: z.string().optional(),
    page: z.coerce.number({ error: "--page is a number." }).default(1),
    perPage: z.coerce.number({ error: "--per-page is a number." }).default(20),
  }),
  async run(session, { addon, page, perPage }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, addon) };
    const query = { page, per_page: perPage };
    const { data } = await call(MAINTENANCE_ROUTES.listMaintenances, { params, query });
    if (options.json) return terminal.json(data);
    const rows = data.maintenance.map(({ id, type, started_at, ended_at, status }) => [
      id,
      type,
      started_at ? localMoment(started_at) : "Not started",
      ended_at ? localMoment(ended_at) : "",
      status,
    ]);
    const columns = ["ID", "TYPE", "STARTED AT", "ENDED AT", "STATUS"].map((header) => ({ header }));
    for (const line of table(columns, rows)) terminal.print(line);
    terminal.note(`Page: ${data.meta.current_page}, Last Page: ${data.meta.total_pages}`);
  },
});
