import { z } from "zod";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { findAddon } from "../addon";
import { newestBackup } from "../backup";
import { command } from "../command";
import { transferLine } from "../render/backups";
import type { Session } from "../session";
import { download } from "../transfer/download";
import { outputSink, placeOf, withFile } from "../transfer/sinks";

export const backupsDownload = command({
  name: "backups-download",
  usage: "[addon]",
  group: "Backups",
  summary: "download a backup; what an earlier try has brought of it is kept",
  options: [
    ["--backup <id>", "which one (the most recent that is done and no upload)"],
    ["-o, --output <path>", "a file, a folder, or - for standard output (the present folder)"],
    ["--silent", "say nothing of how far it is"],
  ],
  input: z.object({
    addon: z.string().optional(),
    backup: z.string().optional(),
    output: z.string().optional(),
    silent: z.boolean().default(false),
  }),
  async run(session, { addon, backup: given, output, silent }) {
    const { options, terminal } = session;
    const toOutput = output === "-";
    const backupId = given ?? (await pickNewest(session, addon, toOutput));
    const first = await makeLink(session, backupId);
    const source = {
      bytes: first.bytes,
      link: onceFirst(first.url, async () => (await makeLink(session, backupId)).url),
      onProgress: (at: number) => silent || terminal.flash(transferLine(at, first.bytes)),
    };
    if (toOutput) {
      await download(source, outputSink());
      return terminal.flash("");
    }
    const place = await placeOf(output, first.file_name);
    await withFile(place, { backupId, bytes: first.bytes }, (sink) => download(source, sink));
    terminal.flash("");
    if (options.json) return terminal.json({ id: backupId, path: place, bytes: first.bytes });
    terminal.print(`===> ${place}`);
  },
});

async function pickNewest(session: Session, addon: string | undefined, toOutput: boolean): Promise<string> {
  const { options, terminal } = session;
  const { id } = await newestBackup(session, await findAddon(session, addon));
  const said = "Selected the most recent successful backup";
  if (toOutput || options.json) terminal.note(`-----> ${said}`);
  else terminal.status(said);
  return id;
}

const makeLink = async ({ call }: Session, backup: string) =>
  (await call(BACKUP_ROUTES.createBackupLink, { params: { backup } })).data.link;

/** A link works for an hour: only a later try needs another. */
function onceFirst(first: string, more: () => Promise<string>): () => Promise<string> {
  let isFirst = true;
  return async () => {
    if (!isFirst) return more();
    isFirst = false;
    return first;
  };
}
