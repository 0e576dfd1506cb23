import { z } from "zod";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { IMPORT_ROUTES } from "@/lib/contract/api/imports";
import type { ImportMode } from "@/lib/core/imports/replicate";
import { SWITCH_WAIT_WORDS, type SwitchWait } from "@/lib/core/imports/switch";
import { findAddon } from "../addon";
import { command } from "../command";
import { confirmAddon } from "../confirm-addon";
import { EXIT } from "../exit-codes";
import { Failure, usageFailure } from "../failure";
import { follow, isDone } from "../operation";
import { readHidden } from "../prompt";
import { importFacts } from "../render/imports";
import type { Session } from "../session";
import type { Operation } from "../wire";

type Source = { url: string; is_certificate_checked: boolean };

const WARNING = [
  "  /!\\  The imported keys take the place of what the database holds now",
  "       What it holds now is backed up first, and kept for 24 hours for an undo",
];

const KEPT = "The former data is kept for 24 hours: undo is on the database's page.";

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
    ["--replicate", "let the new Redis follow the source instead of copying its keys"],
    ["--stay-in-step", "the same, until --switch"],
    ["--switch", "let the import that stays in step take over"],
    ["--cancel", "end the import that runs"],
  ],
  input: z.object({
    addon: z.string().optional(),
    check: z.boolean().default(false),
    confirm: z.string().optional(),
    anyCertificate: z.boolean().default(false),
    keysPerSecond: z.coerce.number({ error: "--keys-per-second is a number." }).optional(),
    replicate: z.boolean().default(false),
    stayInStep: z.boolean().default(false),
    switch: z.boolean().default(false),
    cancel: z.boolean().default(false),
  }),
  async run(session, { addon, check, confirm, anyCertificate, keysPerSecond, cancel, ...given }) {
    const { call, options, terminal } = session;
    const isSwitched = given.switch;
    if ([cancel, check, isSwitched].filter(Boolean).length > 1)
      throw usageFailure("--cancel, --check and --switch are different things.");
    const database = await findAddon(session, addon);
    if (isSwitched) return switchOver(session, database);
    if (cancel) {
      const { operation } = (await call(IMPORT_ROUTES.cancelImport, { params: { database } })).data;
      if (options.json) return terminal.json(operation);
      return terminal.status(`The import into ${operation.resource_id} ends; nothing is changed`);
    }
    const mode = given.stayInStep ? "stay_in_step" : given.replicate ? "replicate" : "copy";
    const url = (await readHidden("URL of the source (redis:// or rediss://): ")).trim();
    const source = { url, is_certificate_checked: !anyCertificate };
    const replaces = await isReplacing(session, { database, source, confirm, isOnlyCheck: check });
    if (!check) await begin(session, { database, source, replaces, mode, keysPerSecond });
  },
});

type Beginning = {
  database: string;
  source: Source;
  replaces: boolean;
  mode: ImportMode;
  keysPerSecond: number | undefined;
};

async function begin(session: Session, { database, source, replaces, mode, keysPerSecond }: Beginning) {
  const { call, options, terminal } = session;
  const body = {
    ...source,
    accepts_loss: replaces,
    ...(mode !== "copy" && { mode }),
    ...(keysPerSecond !== undefined && { keys_per_second_max: keysPerSecond }),
  };
  const { operation } = (await call(IMPORT_ROUTES.startImport, { params: { database }, body })).data;
  const { id, app_name: app, resource_id: name } = operation;
  const isStaying = mode === "stay_in_step";
  const done = !isStaying && (await isDone(session, { app, operationId: id }));
  if (options.json) return terminal.json(operation);
  if (isStaying) {
    terminal.status(`${name} gets a new Redis that follows the other one`);
    terminal.info(`See how far it is: berth --app ${app} operations ${id}`);
    return terminal.info(`Switch to it:      berth addons-import ${name} --switch`);
  }
  terminal.status(`The other Redis ${done ? "has been" : "is being"} imported into ${name}`);
  if (done && replaces) terminal.info(KEPT);
}

/** Asks for the switch and waits until it is made, or is not. */
async function switchOver(session: Session, database: string) {
  const { call, options, terminal } = session;
  const { operation } = (await call(IMPORT_ROUTES.switchImport, { params: { database } })).data;
  const key = { app: operation.app_name, operationId: operation.id };
  const before = problemOf(operation);
  let told: SwitchWait | null = null;
  const look = (now: Operation) => {
    const problem = problemOf(now);
    if (problem && problem.at !== before?.at)
      throw new Failure(EXIT.refused, `It stays in step: ${problem.words}`);
    const wait = waitOf(now);
    if (session.waiting === "with steps" && wait && wait !== told)
      terminal.note(`  ...     The switch waits: ${SWITCH_WAIT_WORDS[wait]}`);
    told = wait;
  };
  const done = session.waiting !== "no";
  if (done) await follow(session, key, look);
  if (options.json) return terminal.json(operation);
  const words = done ? "has been switched to the imported data" : "is being switched to the imported data";
  terminal.status(`${operation.resource_id} ${words}`);
  if (done) terminal.info(KEPT);
}

/** Why the last switch was not made. */
function problemOf({ steps }: Operation): { words: string; at: string | null } | null {
  for (const { detail } of steps)
    if (detail && "problem" in detail && detail.problem !== null)
      return { words: detail.problem, at: detail.problemAt };
  return null;
}

/** What the switch that was asked for waits for now. */
function waitOf({ steps }: Operation): SwitchWait | null {
  const running = steps.find(({ status }) => status === "running")?.detail;
  return (running && "waitsFor" in running && running.waitsFor) || null;
}

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
