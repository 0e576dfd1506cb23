import { z } from "zod";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { DEFAULT_PROVIDER } from "@/lib/core/engines/names";
import { findAddon } from "../addon";
import { type Backup, getBackup, newestBackup } from "../backup";
import { command } from "../command";
import { confirmAddon } from "../confirm-addon";
import { EXIT } from "../exit-codes";
import { Failure, usageFailure } from "../failure";
import { isDone } from "../operation";
import { findPlanId } from "../plan";
import { previewFacts } from "../render/backups";
import type { Session } from "../session";
import type { Operation } from "../wire";

type Input = { into?: string | undefined; plan?: string | undefined; to?: string | undefined };

const WARNING = [
  "  /!\\  The backup takes the place of what the database holds now",
  "       What it holds now is backed up first, and kept for 24 hours for an undo",
];

export const backupRestore = command({
  name: "backup-restore",
  usage: "[addon]",
  group: "Backups",
  summary: "restore a backup into its database, or with --into into a new addon",
  options: [
    ["--backup <id>", "which one (the most recent that is done and no upload)"],
    ["--confirm <id>", "the addon's ID, instead of typing it when asked"],
    ["--into <app>", "make a new addon of that app with the data"],
    ["--plan <plan>", "with --into: the plan (that of the backup's database)"],
    ["--to <version>", "with --into: the version of Redis (that of the backup)"],
  ],
  input: z.object({
    addon: z.string().optional(),
    backup: z.string().optional(),
    confirm: z.string().optional(),
    into: z.string().optional(),
    plan: z.string().optional(),
    to: z.string().optional(),
  }),
  async run(session, { addon, backup: given, confirm, ...input }) {
    const { options, terminal } = session;
    if (input.into === undefined && (input.plan ?? input.to) !== undefined)
      throw usageFailure("--plan and --to are for a new addon: say of which app with --into.");
    const isForNew = input.into !== undefined;
    // Of an addon that is removed there is nothing to find.
    const database = isForNew && given !== undefined ? null : await findAddon(session, addon);
    const backup = given === undefined && database ? await newestBackup(session, database) : null;
    const chosen = backup ?? (await getBackup(session, given ?? ""));
    const operation =
      input.into === undefined
        ? await restoreInto(session, chosen, { database: database ?? chosen.resource_id, confirm })
        : await restoreIntoNew(session, chosen, { ...input, into: input.into });
    const done = await isDone(session, { app: operation.app_name, operationId: operation.id });
    if (options.json) return terminal.json(operation);
    terminal.status(
      `Backup ${chosen.id} ${done ? "has been" : "is being"} restored into ${operation.resource_id}`,
    );
    if (done && !isForNew)
      terminal.info("The former data is kept for 24 hours: undo is on the database's page.");
  },
});

async function restoreInto(
  { call, terminal }: Session,
  { id: backup }: Backup,
  { database, confirm }: { database: string; confirm: string | undefined },
): Promise<Operation> {
  const params = { backup };
  const { preview } = (await call(BACKUP_ROUTES.previewRestore, { params, query: { database } })).data;
  for (const line of previewFacts(preview.backup, preview.present)) terminal.note(line);
  if (!preview.is_allowed)
    throw new Failure(EXIT.refused, preview.message ?? "This backup cannot be restored.");
  const shown = (await call(DATABASE_ROUTES.getDatabase, { params: { database } })).data.database;
  await confirmAddon(terminal, shown, { confirm, warning: WARNING });
  const body = { database, accepts_loss: true };
  return (await call(BACKUP_ROUTES.restoreBackup, { params, body })).data.operation;
}

async function restoreIntoNew(
  session: Session,
  { id: backup, resource_id: database }: Backup,
  { into, plan, to }: Input & { into: string },
): Promise<Operation> {
  const { call } = session;
  const planId =
    plan === undefined
      ? (await call(DATABASE_ROUTES.getDatabase, { params: { database } })).data.database.plan
      : await findPlanId(session, { provider: DEFAULT_PROVIDER, plan });
  const body = { app: into, plan_id: planId, ...(to !== undefined && { version: to }) };
  return (await call(BACKUP_ROUTES.restoreIntoNew, { params: { backup }, body })).data.operation;
}
