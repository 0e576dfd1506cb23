import type { z } from "zod";
import type { ApiBackup } from "@/lib/contract/api/backup";
import { BACKUP_ROUTES } from "@/lib/contract/api/backups";
import { isOwn } from "@/lib/core/backups/backup";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";
import { isDone } from "./operation";
import type { Session } from "./session";
import type { Operation } from "./wire";

export type Backup = z.infer<typeof ApiBackup>;

/** Newest first. */
export const listBackups = async ({ call }: Session, database: string): Promise<Backup[]> =>
  (await call(BACKUP_ROUTES.listBackups, { params: { database } })).data.backups;

export const getBackup = async ({ call }: Session, backup: string): Promise<Backup> =>
  (await call(BACKUP_ROUTES.getBackup, { params: { backup } })).data.backup;

/** The most recent one that counts and is of the database itself. @throws Failure when there is none. */
export async function newestBackup(session: Session, database: string): Promise<Backup> {
  const done = (await listBackups(session, database)).filter(({ status }) => status === "done");
  const backup = done.find(isOwn);
  if (backup) return backup;
  throw new Failure(EXIT.refused, `${database} has no backup that is done.`, [
    `Take one: berth --addon ${database} backups-create`,
    ...(done.length > 0 ? ["A file that was uploaded is taken only where it is named: --backup <id>"] : []),
  ]);
}

/** Waits for a backup to be proven; false when the person does not want to wait for it. @throws Failure with the reason when it failed. */
export async function isTaken(
  session: Session,
  { app_name, id }: Pick<Operation, "app_name" | "id">,
): Promise<boolean> {
  try {
    return await isDone(session, { app: app_name, operationId: id });
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== EXIT.failed) throw error;
    throw new Failure(EXIT.failed, "Backup failed", [error.message, ...error.details]);
  }
}
