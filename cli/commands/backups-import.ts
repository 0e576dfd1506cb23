import { z } from "zod";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { findAddon } from "../addon";
import { askWithFile } from "../api";
import { getBackup, isTaken } from "../backup";
import { command } from "../command";
import { transferLine } from "../render/backups";
import { fileToSend } from "../transfer/upload";

export const backupsImport = command({
  name: "backups-import",
  usage: "<file> [addon]",
  group: "Backups",
  summary: "make a backup of a dump.rdb or a .tar.gz with one in it; - reads standard input",
  input: z.object({ file: z.string(), addon: z.string().optional() }),
  async run(session, { file: path, addon }) {
    const { call, door, options, terminal } = session;
    const params = { database: await findAddon(session, addon) };
    const { database } = (await call(DATABASE_ROUTES.getDatabase, { params })).data;
    const file = await fileToSend(path, (sent) => terminal.flash(transferLine(sent, file.bytes)));
    const { data, operationId } = await askWithFile(door(), BACKUP_ROUTES.importBackup, { params, file });
    terminal.flash("");
    const { id } = data.backup;
    const done =
      operationId === null || (await isTaken(session, { app_name: database.app_name, id: operationId }));
    if (options.json) return terminal.json(done ? await getBackup(session, id) : data.backup);
    terminal.status(
      done ? `${path} has been imported as backup ${id}` : `${path} is being imported as backup ${id}`,
    );
  },
});
