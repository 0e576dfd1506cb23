import { z } from "zod";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { findAddon } from "../addon";
import { newestBackup } from "../backup";
import { command } from "../command";
import { dateWords } from "../render/backups";

export const backupsUrl = command({
  name: "backups-url",
  usage: "[addon]",
  group: "Backups",
  summary: "print a link to a backup that works for an hour, also for curl",
  options: [["--backup <id>", "which one (the most recent that is done and no upload)"]],
  input: z.object({ addon: z.string().optional(), backup: z.string().optional() }),
  async run(session, { addon, backup: given }) {
    const { call, options, terminal } = session;
    const backup = given ?? (await newestBackup(session, await findAddon(session, addon))).id;
    const { link } = (await call(BACKUP_ROUTES.createBackupLink, { params: { backup } })).data;
    if (options.json) return terminal.json(link);
    terminal.print(link.url);
    terminal.note(`It works until ${dateWords(link.expires_at)}, for whoever has it.`);
  },
});
