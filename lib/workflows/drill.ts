import { DomainError } from "../core/errors";
import { recordDrill } from "../db/backup-changes";
import { findNewestBackup } from "../db/backups";
import { insertEvent } from "../db/events";
import type { Deps, DepsOf } from "./deps";
import { beginForDatabase, fail, succeed } from "./parts/ending";
import { proveStored } from "./parts/prove-dump";
import { subjectOf } from "./parts/record-backup";

/** Restores the newest backup of a database into a throw-away server, as a proof that it still can be, and of how long it takes. */
export async function drill(deps: DepsOf<"drill">, operationId: string): Promise<void> {
  const { step } = deps;
  const { databaseId } = await beginForDatabase(deps, operationId);
  try {
    const { backupId, loadMs } = await step("prove-dump", async (self) => {
      const backup = await loadNewest(databaseId);
      const { loadMs } = await proveStored(deps, backup, self);
      return { backupId: backup.id, loadMs };
    });
    await step("record-drill", () => recordDrill(backupId, loadMs));
  } catch (error) {
    await failDrill(deps, operationId, { databaseId, error });
    return;
  }
  await succeed(deps, operationId);
}

async function loadNewest(databaseId: string) {
  const newest = await findNewestBackup(databaseId);
  if (!newest) throw new DomainError("conflict", "no_backup", "There is no proven backup of this database.");
  return newest;
}

/** Ends one that did not succeed: people are told, for the backup may not be what it was. */
export const failDrill = (
  deps: Deps,
  operationId: string,
  { databaseId, error }: { databaseId: string; error: unknown },
): Promise<void> =>
  fail(deps, operationId, error, {
    clean: async () => {},
    record: async (tx, reason) => {
      const newest = await findNewestBackup(databaseId);
      if (!newest) return;
      const { id: backupId, resourceId, method } = newest;
      await insertEvent(
        tx,
        { ...subjectOf(newest), operationId },
        { type: "backup_drill_failed", data: { resourceId, backupId, method, reason } },
      );
    },
  });
