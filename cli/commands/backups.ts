import { z } from "zod";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { findAddon } from "../addon";
import { listBackups } from "../backup";
import { command } from "../command";
import { backupTable, keptTable } from "../render/backups";

export const backups = command({
  name: "backups",
  usage: "[addon]",
  group: "Backups",
  summary: "list the backups of a database, newest first",
  options: [["--removed", "those of the app's removed addons"]],
  input: z.object({ addon: z.string().optional(), removed: z.boolean().default(false) }),
  async run(session, { addon, removed }) {
    const { app, call, options, terminal } = session;
    if (removed) {
      const { kept_backups } = (await call(BACKUP_ROUTES.listKeptBackups, { params: { app: app() } })).data;
      if (options.json) return terminal.json(kept_backups);
      return keptTable(kept_backups, terminal.colour).forEach(terminal.print);
    }
    const found = await listBackups(session, await findAddon(session, addon));
    if (options.json) return terminal.json(found);
    backupTable(found, terminal.colour).forEach(terminal.print);
  },
});
