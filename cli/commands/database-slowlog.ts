import { z } from "zod";
import { DIAGNOSTIC_ROUTES } from "@/lib/contract/api/diagnostics";
import { findAddon } from "../addon";
import { command } from "../command";
import { slowLogTable } from "../render/diagnostics";

export const databaseSlowlog = command({
  name: "database-slowlog",
  usage: "[addon]",
  group: "Databases",
  summary: "show the slowest commands of a database, newest first",
  input: z.object({ addon: z.string().optional() }),
  async run(session, { addon }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, addon) };
    const { slow_log } = (await call(DIAGNOSTIC_ROUTES.getSlowLog, { params })).data;
    if (options.json) return terminal.json(slow_log);
    if (slow_log.entries.length === 0) return terminal.note("There is no slow command.");
    for (const line of slowLogTable(slow_log.entries)) terminal.print(line);
  },
});
