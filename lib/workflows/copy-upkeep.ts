import { nextTryAt } from "../core/backups/copy-retry";
import type { Alone } from "../core/events/upkeep";
import { type BackupRow, listWithMissingCopies, type MissingCopyRow } from "../db/backups";
import type { StepSelf, WorkflowContext } from "./deps";
import { copyTo } from "./parts/copy-backup";

/** Nobody watches. */
const UNWATCHED: StepSelf = { detail: async () => {} };

/**
 * Tries copies again that failed, when their time has come; a storage that fails is left alone until the next round. Copies one after the
 * other, however long that takes. Safe at any time: an attempt of another worker is in the records before its first byte.
 */
export async function retryCopies(world: WorkflowContext, now: Date, alone: Alone): Promise<void> {
  const failedStorages = new Set<string>();
  for (const backup of await listWithMissingCopies())
    for (const missing of backup.missingCopies) {
      const storageId = missing.storage.id;
      if (nextTryAt(missing) > now || failedStorages.has(storageId)) continue;
      failedStorages.add(storageId);
      await retryCopy(world, { backup, missing, alone }, () => failedStorages.delete(storageId));
    }
}

async function retryCopy(
  world: WorkflowContext,
  { backup, missing, alone }: { backup: BackupRow; missing: MissingCopyRow; alone: Alone },
  done: () => void,
): Promise<void> {
  const { id, resourceId: name, appId, databaseId } = backup;
  await alone({ work: "copy-backup", id, name, appId, databaseId }, async () => {
    await copyTo(world, backup, missing.storage, UNWATCHED);
    done();
  });
}
