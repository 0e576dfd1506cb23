import { randomUUID } from "node:crypto";
import { objectNameOf } from "../core/backups/backup";
import { prisma, query, type Tx } from "./client";
import { type SelectedStorage, STORAGE_COLUMNS, type StorageRow, toStorageRow } from "./storages";

/** `stored` is whole, `proven` was read back; of all attempts at a copy at most one is either. */
export type BackupObjectStatus = "writing" | "stored" | "proven" | "failed";

export type BackupObjectRow = {
  id: string;
  backupId: string;
  name: string;
  attempt: number;
  status: BackupObjectStatus;
  /** Of what is stored; null before it is whole. */
  bytes: number | null;
  sha256: string | null;
  error: string | null;
  createdAt: Date;
  /** When it was gone from its storage. */
  removedAt: Date | null;
  storage: StorageRow;
};

export const OBJECT_COLUMNS = {
  id: true,
  backupId: true,
  name: true,
  attempt: true,
  status: true,
  bytes: true,
  sha256: true,
  error: true,
  createdAt: true,
  removedAt: true,
  storage: { select: STORAGE_COLUMNS },
} as const;

export type SelectedObject = Omit<BackupObjectRow, "bytes" | "storage"> & {
  bytes: bigint | null;
  storage: SelectedStorage;
};

export const toObjectRow = ({ bytes, storage, ...row }: SelectedObject): BackupObjectRow => ({
  ...row,
  bytes: bytes === null ? null : Number(bytes),
  storage: toStorageRow(storage),
});

/** A new attempt at a copy under a name of its own, in the records before the first byte. */
export async function beginObject(
  { instance, storageId }: { instance: string; storageId: string },
  { id: backupId, databaseId, createdAt }: { id: string; databaseId: string; createdAt: Date },
): Promise<{ id: string; name: string }> {
  const key = { backupId, storageId };
  const attempt = 1 + (await query(() => prisma().backupObject.count({ where: key })));
  const id = randomUUID();
  const name = objectNameOf({ instance, databaseId, backupId, createdAt, attempt });
  await insertObject({ id, ...key, name, attempt });
  return { id, name };
}

/** Written before the first byte. @throws when another try has the same number. */
export async function insertObject(row: {
  id: string;
  backupId: string;
  storageId: string;
  name: string;
  attempt: number;
}): Promise<void> {
  await query(() => prisma().backupObject.create({ data: row, select: { id: true } }));
}

/** The object is whole. False when it no longer counts: it was given up meanwhile, or another attempt was faster. */
export async function setObjectStored(tx: Tx, id: string, bytes: number): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE backup_objects o SET status = 'stored', bytes = ${BigInt(bytes)}
    WHERE id = ${id}::uuid AND status = 'writing' AND NOT EXISTS (
      SELECT 1 FROM backup_objects other WHERE other."backupId" = o."backupId"
        AND other."storageId" = o."storageId" AND other.status IN ('stored', 'proven'))`;
  return count > 0;
}

/** What was read back is what was written. Safe to repeat. */
export async function setObjectProven(id: string, sha256: string | null): Promise<void> {
  await query(() =>
    prisma().backupObject.updateMany({
      where: { id, status: { in: ["stored", "proven"] } },
      data: { status: "proven", sha256, provenAt: new Date(), error: null },
    }),
  );
}

/** It does not count any more. */
export async function setObjectFailed(id: string, error: string): Promise<void> {
  await query(() => prisma().backupObject.updateMany({ where: { id }, data: { status: "failed", error } }));
}

/** It is gone from its storage. Safe to repeat: the first time stays. */
export async function setObjectRemoved(id: string): Promise<void> {
  await query(() =>
    prisma().backupObject.updateMany({ where: { id, removedAt: null }, data: { removedAt: new Date() } }),
  );
}

/** An object that should be gone, with whose timeline it belongs to. */
export type UselessObject = BackupObjectRow & { resourceId: string; appId: string; databaseId: string };

/**
 * Objects that nobody needs and that may still be there: of backups that are deleted or failed, attempts that failed, and those that were
 * begun so long ago and never ended. Those of a backup that is being taken are left alone.
 */
export async function listUselessObjects(unfinishedBefore: Date): Promise<UselessObject[]> {
  const rows = await query(() =>
    prisma().backupObject.findMany({
      where: {
        removedAt: null,
        OR: [
          { backup: { deletedAt: { not: null } } },
          { backup: { status: "error" } },
          { backup: { status: "done" }, status: "failed" },
          // A copy that is tried again is being written beside a backup that counts.
          { backup: { status: "done" }, status: "writing", createdAt: { lt: unfinishedBefore } },
        ],
      },
      select: {
        ...OBJECT_COLUMNS,
        backup: {
          select: {
            databaseId: true,
            database: { select: { addon: { select: { resourceId: true, appId: true } } } },
          },
        },
      },
      orderBy: { createdAt: "asc" },
    }),
  );
  return rows.map(({ backup, ...row }) => {
    const { resourceId, appId } = backup.database.addon;
    return { ...toObjectRow(row), resourceId, appId, databaseId: backup.databaseId };
  });
}

/** Names in a storage that the records know and do not count as gone. */
export async function listKnownNames(storageId: string): Promise<Set<string>> {
  const rows = await query(() =>
    prisma().backupObject.findMany({ where: { storageId, removedAt: null }, select: { name: true } }),
  );
  return new Set(rows.map(({ name }) => name));
}

/** How much a storage holds of what counts. */
export async function sumObjects(storageId: string): Promise<{ backups: number; bytes: number }> {
  const { _count, _sum } = await query(() =>
    prisma().backupObject.aggregate({
      where: { storageId, removedAt: null, status: { in: ["stored", "proven"] } },
      _count: { _all: true },
      _sum: { bytes: true },
    }),
  );
  return { backups: _count._all, bytes: Number(_sum.bytes ?? 0) };
}
