import { DomainError } from "../core/errors";
import type { StepOf } from "../core/operations/steps";
import { failBackup } from "../db/backup-changes";
import { findBackupOfOperation, loadBackup } from "../db/backups";
import { insertEvent } from "../db/events";
import type { Deps, DepsOf, StepSelf } from "./deps";
import { removeObject } from "./parts/backup-objects";
import { copyBackup } from "./parts/copy-backup";
import { beginForDatabase, fail, onlyDomainErrors, succeed } from "./parts/ending";
import { proveBackup } from "./parts/prove-dump";
import { readBack } from "./parts/read-back";
import { recordBackup, subjectOf } from "./parts/record-backup";
import { applyRetention } from "./parts/retention";
import { takeDump } from "./parts/take-dump";

/** Takes a backup, proves it, and only then counts it. Whatever fails leaves the database as it is and nothing in a storage. */
export async function backUp(deps: DepsOf<"back-up">, operationId: string): Promise<void> {
  const { step } = deps;
  const { databaseId } = await beginForDatabase(deps, operationId);
  const take = (name: StepOf<"back-up">, work: (backupId: string, self: StepSelf) => Promise<void>) =>
    step(name, async (self) => work(await loadId({ operationId, databaseId }), self));
  try {
    await take("take-dump", (id, self) => takeDump(deps, id, self));
    await take("read-back", (id, self) => readBack(deps, id, self));
    await take("prove-dump", (id, self) => proveBackup(deps, id, self));
    await take("copy-backup", (id, self) => copyBackup(deps, id, self));
    await take("record-backup", (id) => recordBackup(id));
  } catch (error) {
    await failBackUp(deps, operationId, { databaseId, error });
    return;
  }
  await step("apply-retention", () => applyRetention(deps, databaseId, new Date()));
  await succeed(deps, operationId);
}

async function loadId(key: { operationId: string; databaseId: string }): Promise<string> {
  const backup = await findBackupOfOperation(key);
  if (!backup) throw new Error(`operation ${key.operationId} takes no backup`);
  return backup.id;
}

/** Ends one whose backup does not count; one that counts already stays. */
export const failBackUp = (
  deps: Deps,
  operationId: string,
  { databaseId, error }: { databaseId: string; error: unknown },
): Promise<void> =>
  fail(deps, operationId, error, {
    clean: async () => {
      const { status, objects } = await loadBackup(await loadId({ operationId, databaseId }));
      if (status === "done") return;
      for (const object of objects) await removeObject(deps, object).catch(onlyDomainErrors);
    },
    record: async (tx, reason) => {
      const backup = await loadBackup(await loadId({ operationId, databaseId }));
      const { id, method, resourceId } = backup;
      const why = error instanceof DomainError ? error.reason : "unexpected";
      if (!(await failBackup(tx, id, { reason: why, message: reason }))) return;
      await insertEvent(tx, subjectOf(backup), {
        type: "database_backup_failed",
        data: { resourceId, backupId: id, method, reason },
      });
    },
  });
