import { z } from "zod";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { findAddon } from "../addon";
import { getBackup, isTaken } from "../backup";
import { command } from "../command";

export const backupsCreate = command({
  name: "backups-create",
  usage: "[addon]",
  group: "Backups",
  summary: "back up a database now",
  input: z.object({ addon: z.string().optional() }),
  async run(session, { addon }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, addon) };
    const { backup_config: config } = (await call(BACKUP_ROUTES.getBackupConfig, { params })).data;
    if (config.manual >= config.manual_max)
      terminal.note(
        `  /!\\  ${config.manual_max} manual backups are kept: the oldest goes once this one is done.`,
      );
    const { backup, operation } = (await call(BACKUP_ROUTES.createBackup, { params })).data;
    const done = await isTaken(session, operation);
    if (options.json) return terminal.json(done ? await getBackup(session, backup.id) : backup);
    terminal.status(done ? "Backup successfully finished" : `Backup ${backup.id} is being taken`);
  },
});
