import type { StorageSettings } from "../core/backups/storage";
import { DomainError } from "../core/errors";
import { isUniqueViolation, prisma, query, type Tx } from "./client";

export type StorageRow = {
  id: string;
  name: string;
  settings: StorageSettings;
  secretEncrypted: string | null;
  createdAt: Date;
  removedAt: Date | null;
  /** What it said when it last failed, and when; null once it works again. */
  lastError: string | null;
  lastErrorAt: Date | null;
};

export const STORAGE_COLUMNS = {
  id: true,
  name: true,
  settings: true,
  secretEncrypted: true,
  createdAt: true,
  removedAt: true,
  lastError: true,
  lastErrorAt: true,
} as const;

export type SelectedStorage = Omit<StorageRow, "settings"> & { settings: unknown };

/** The column holds only what `insertStorage` wrote. */
export const toStorageRow = (row: SelectedStorage): StorageRow => ({
  ...row,
  settings: row.settings as StorageSettings,
});

/** Those that are in use, oldest first: the first one is written to first. */
export async function listStorages(): Promise<StorageRow[]> {
  const rows = await query(() =>
    prisma().storage.findMany({
      where: { removedAt: null },
      select: STORAGE_COLUMNS,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
  );
  return rows.map(toStorageRow);
}

/** Also one that is no longer in use: what is in it stays readable. */
export async function loadStorage(id: string): Promise<StorageRow> {
  return toStorageRow(
    await query(() => prisma().storage.findUniqueOrThrow({ where: { id }, select: STORAGE_COLUMNS })),
  );
}

/** @throws DomainError `conflict` reason `name_taken`. */
export async function insertStorage(
  tx: Tx,
  row: { id: string; name: string; settings: StorageSettings; secretEncrypted: string | null },
): Promise<void> {
  try {
    await tx.storage.create({ data: { ...row, kind: row.settings.kind }, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError("conflict", "name_taken", `There is a storage named ${row.name} already.`, {
      cause: error,
    });
  }
}

/** True once there was any, also one that is no longer in use. */
export async function hasStorages(): Promise<boolean> {
  return query(async () => (await prisma().storage.count()) > 0);
}

/** Writes the first one; does nothing when there was any. */
export async function insertFirstStorage(row: {
  id: string;
  name: string;
  settings: StorageSettings;
}): Promise<void> {
  await query(
    () => prisma().$executeRaw`
      INSERT INTO storages (id, kind, name, settings)
      SELECT ${row.id}::uuid, ${row.settings.kind}, ${row.name}, ${JSON.stringify(row.settings)}::jsonb
      WHERE NOT EXISTS (SELECT 1 FROM storages) ON CONFLICT DO NOTHING`,
  );
}

/** Nothing is written to it any more; what it holds is still read. False when it was not in use. */
export async function setStorageRemoved(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.storage.updateMany({
    where: { id, removedAt: null },
    data: { removedAt: new Date() },
  });
  return count > 0;
}

/** What the storage said as it failed, for administrators; null once it works again. */
export async function setStorageError(id: string, error: string | null): Promise<void> {
  await query(() =>
    prisma().storage.updateMany({
      where: { id, ...(error === null && { lastError: { not: null } }) },
      data: { lastError: error, lastErrorAt: error === null ? null : new Date() },
    }),
  );
}

/** From now on it is found there: of records that came to another machine. */
export async function setStoragePlace(
  id: string,
  { settings, secretEncrypted }: Pick<StorageRow, "settings" | "secretEncrypted">,
): Promise<void> {
  await query(() =>
    prisma().storage.updateMany({
      where: { id },
      data: {
        kind: settings.kind,
        settings,
        secretEncrypted,
        removedAt: null,
        lastError: null,
        lastErrorAt: null,
      },
    }),
  );
}
