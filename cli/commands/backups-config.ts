import { z } from "zod";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure, usageFailure } from "../failure";
import { hourWords, parseHour } from "../hour";
import { readLine } from "../prompt";
import { configFacts } from "../render/backups";
import type { Terminal } from "../terminal";

export const backupsConfig = command({
  name: "backups-config",
  usage: "[addon]",
  group: "Backups",
  summary: "show or set when a database is backed up",
  options: [
    ["--schedule-at <hour>", '"3", "4:00 UTC" or "3 Europe/Paris"; the local time without a zone'],
    ["--unschedule", "back up no more by itself"],
    ["--yes", "with --unschedule: do not ask"],
  ],
  input: z.object({
    addon: z.string().optional(),
    scheduleAt: z.string().optional(),
    unschedule: z.boolean().default(false),
    yes: z.boolean().default(false),
  }),
  async run(session, { addon, scheduleAt, unschedule, yes }) {
    const { call, options, terminal } = session;
    if (scheduleAt !== undefined && unschedule)
      throw usageFailure("--schedule-at and --unschedule contradict each other.");
    const hourUtc = scheduleAt === undefined ? null : parseHour(scheduleAt);
    const params = { database: await findAddon(session, addon) };
    if (hourUtc === null && !unschedule) {
      const { backup_config: config } = (await call(BACKUP_ROUTES.getBackupConfig, { params })).data;
      if (options.json) return terminal.json(config);
      return configFacts(config).forEach(terminal.print);
    }
    if (unschedule && !yes) await confirm(terminal);
    const body = unschedule ? { is_on: false } : { is_on: true, hour_utc: hourUtc };
    const { backup_config: config } = (await call(BACKUP_ROUTES.setBackupConfig, { params, body })).data;
    if (options.json) return terminal.json(config);
    if (unschedule) return terminal.status("Periodic backups are disabled");
    terminal.status(`Periodic backups will be done daily at ${hourWords(config.hour_utc)}`);
    if (!config.is_included) terminal.note("  /!\\  The present plan has no backups: none is taken with it.");
  },
});

/** @throws Failure unless the answer is yes. */
async function confirm({ note }: Terminal): Promise<void> {
  note("  /!\\  Without periodic backups, data that is lost cannot be brought back.");
  const typed = await readLine("       Disable periodic backups? [y/N] ");
  if (!/^y(es)?$/i.test(typed.trim())) throw new Failure(EXIT.failed, "periodic backups are still enabled");
}
