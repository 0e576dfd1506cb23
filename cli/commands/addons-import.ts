import { z } from "zod";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { IMPORT_ROUTES } from "@/lib/contract/api/imports";
import { findAddon } from "../addon";
import { command } from "../command";
import { confirmAddon } from "../confirm-addon";
import { EXIT } from "../exit-codes";
import { Failure, usageFailure } from "../failure";
import { isDone } from "../operation";
import { readHidden } from "../prompt";
import { importFacts } from "../render/imports";
import type { Session } from "../session";

type Source = { url: string; is_certificate_checked: boolean };

const WARNING = [
  "  /!\\  The imported keys take the place of what the database holds now",
  "       What it holds now is backed up first, and kept for 24 hours for an undo",
];

export const addonsImport = command({
  name: "addons-import",
  usage: "[addon]",
  group: "Addons",
  summary: "import a running Redis; its URL is asked for, or read from standard input",
  options: [
    ["--check", "only say what would happen"],
    ["--confirm <id>", "the addon's ID, instead of typing it when present keys are replaced"],
    ["--any-certificate", "take a certificate that the source signed itself"],
    ["--keys-per-second <number>", "at most so many, to spare the source"],
    ["--cancel", "end the import that runs"],
  ],
  input: z.object({
    addon: z.string().optional(),
    check: z.boolean().default(false),
    confirm: z.string().optional(),
    anyCertificate: z.boolean().default(false),
    keysPerSecond: z.coerce.number({ error: "--keys-per-second is a number." }).optional(),
    cancel: z.boolean().default(false),
  }),
  async run(session, { addon, check, confirm, anyCertificate, keysPerSecond, cancel }) {
    const { call, options, terminal } = session;
    if (cancel && check) throw usageFailure("--cancel and --check are two different things.");
    const database = await findAddon(session, addon);
    const params = { database };
    if (cancel) {
      const { operation } = (await call(IMPORT_ROUTES.cancelImport, { params })).data;
      if (options.json) return terminal.json(operation);
      return terminal.status(`The import into ${operation.resource_id} ends; nothing is changed`);
    }
    const url = (await readHidden("URL of the source (redis:// or rediss://): ")).trim();
    const source = { url, is_certificate_checked: !anyCertificate };
    const replaces = await isReplacing(session, { database, source, confirm, isOnlyCheck: check });
    if (check) return;
    const body = {
      ...source,
      accepts_loss: replaces,
      ...(keysPerSecond !== undefined && { keys_per_second_max: keysPerSecond }),
    };
    const { operation } = (await call(IMPORT_ROUTES.startImport, { params, body })).data;
    const done = await isDone(session, { app: operation.app_name, operationId: operation.id });
    if (options.json) return terminal.json(operation);
    terminal.status(
      `${done ? "The other Redis has been" : "The other Redis is being"} imported into ${operation.resource_id}`,
    );
    if (done && replaces)
      terminal.info("The former data is kept for 24 hours: undo is on the database's page.");
  },
});

type Wanted = { database: string; source: Source; confirm: string | undefined; isOnlyCheck: boolean };

/** Shows what would happen. True where keys are replaced, which the person has confirmed. */
async function isReplacing(session: Session, { database, source, confirm, isOnlyCheck }: Wanted) {
  const { call, options, terminal } = session;
  const params = { database };
  const { import_check: check } = (await call(IMPORT_ROUTES.checkImport, { params, body: source })).data;
  if (isOnlyCheck && options.json) terminal.json(check);
  else for (const line of importFacts(check)) terminal.note(line);
  if (!check.is_allowed) throw new Failure(EXIT.refused, check.message ?? "This source cannot be imported.");
  if (isOnlyCheck || !check.present || check.present.keys === 0) return false;
  const shown = (await call(DATABASE_ROUTES.getDatabase, { params })).data.database;
  await confirmAddon(terminal, shown, { confirm, warning: WARNING });
  return true;
}
