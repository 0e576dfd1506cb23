import type { BackupMethod, BackupStatus, KeyCounts } from "../core/backups/backup";
import type { MissingCopy } from "../core/backups/copy-retry";
import { type BackupObjectRow, OBJECT_COLUMNS, type SelectedObject, toObjectRow } from "./backup-objects";
import { prisma, query } from "./client";
import type { StorageRow } from "./storages";

export type BackupRow = {
  id: string;
  /** A later one has a higher number, whatever the clock said. */
  number: number;
  databaseId: string;
  resourceId: string;
  addonId: string;
  appId: string;
  /** When its addon was removed; null while it is there. */
  removedAt: Date | null;
  operationId: string | null;
  /** True while the operation that takes it has not ended. */
  isBeingTaken: boolean;
  method: BackupMethod;
  status: BackupStatus;
  /** That it was taken of, and its version. */
  engine: string;
  version: string;
  slotAt: Date | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  dumpBytes: number | null;
  dumpSha256: string | null;
  archiveBytes: number | null;
  /** What the data took in memory when it was taken; null where nobody measured it. */
  usedMemoryBytes: number | null;
  /** Keys that INFO told before and after. */
  keysAtStart: KeyCounts | null;
  keysAtEnd: KeyCounts | null;
  /** Keys that the proof counted. */
  keysByDatabase: KeyCounts | null;
  functions: number | null;
  loadMs: number | null;
  provenAt: Date | null;
  drilledAt: Date | null;
  errorReason: string | null;
  /** For people. */
  error: string | null;
  deletedAt: Date | null;
  /** Those that are not known to be gone, oldest first. */
  objects: BackupObjectRow[];
  /** Storages in use whose every attempt came to nothing; the last word is of the last one. */
  missingCopies: MissingCopyRow[];
};

export type MissingCopyRow = MissingCopy & { storage: StorageRow; error: string | null };

const COLUMNS = {
  id: true,
  number: true,
  databaseId: true,
  operationId: true,
  method: true,
  status: true,
  engine: true,
  version: true,
  slotAt: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  dumpBytes: true,
  dumpSha256: true,
  archiveBytes: true,
  usedMemoryBytes: true,
  keysAtStart: true,
  keysAtEnd: true,
  keysByDatabase: true,
  functions: true,
  loadMs: true,
  provenAt: true,
  drilledAt: true,
  errorReason: true,
  errorMessage: true,
  deletedAt: true,
  operation: { select: { finishedAt: true } },
  database: {
    select: {
      addon: { select: { id: true, appId: true, resourceId: true, removedAt: true } },
    },
  },
  objects: {
    where: { OR: [{ removedAt: null }, { status: "failed" as const }] },
    select: OBJECT_COLUMNS,
    orderBy: [{ createdAt: "asc" as const }, { attempt: "asc" as const }],
  },
};

type Sizes = "number" | "dumpBytes" | "archiveBytes" | "usedMemoryBytes";
type Json = "method" | "keysAtStart" | "keysAtEnd" | "keysByDatabase";
type Joined = "resourceId" | "addonId" | "appId" | "removedAt" | "isBeingTaken" | "objects" | "missingCopies";
type Selected = Omit<BackupRow, Sizes | Json | Joined | "error"> & {
  number: bigint;
  dumpBytes: bigint | null;
  archiveBytes: bigint | null;
  usedMemoryBytes: bigint | null;
  method: string;
  keysAtStart: unknown;
  keysAtEnd: unknown;
  keysByDatabase: unknown;
  errorMessage: string | null;
  operation: { finishedAt: Date | null } | null;
  database: {
    addon: { id: string; appId: string; resourceId: string; removedAt: Date | null };
  };
  objects: SelectedObject[];
};

const sizeOf = (bytes: bigint | null): number | null => (bytes === null ? null : Number(bytes));

/** The columns method and keys… hold only what `backup-changes.ts` wrote, so the casts are safe. */
function toRow({ database, operation, objects: selected, errorMessage, ...row }: Selected): BackupRow {
  const objects = selected.map(toObjectRow);
  const { id: addonId, appId, resourceId, removedAt } = database.addon;
  return {
    ...row,
    addonId,
    appId,
    resourceId,
    removedAt,
    isBeingTaken: operation !== null && operation.finishedAt === null,
    number: Number(row.number),
    method: row.method as BackupMethod,
    dumpBytes: sizeOf(row.dumpBytes),
    archiveBytes: sizeOf(row.archiveBytes),
    usedMemoryBytes: sizeOf(row.usedMemoryBytes),
    keysAtStart: row.keysAtStart as KeyCounts | null,
    keysAtEnd: row.keysAtEnd as KeyCounts | null,
    keysByDatabase: row.keysByDatabase as KeyCounts | null,
    error: errorMessage,
    objects: objects.filter((object) => object.removedAt === null),
    missingCopies: missingCopiesOf(objects),
  };
}

function missingCopiesOf(objects: readonly BackupObjectRow[]): MissingCopyRow[] {
  const storageIds = new Set(objects.map(({ storage }) => storage.id));
  return [...storageIds].flatMap((id) => {
    const attempts = objects.filter(({ storage }) => storage.id === id);
    const last = attempts.at(-1);
    if (!last || last.storage.removedAt || attempts.some(isWhole)) return [];
    const { storage, error, createdAt: lastTriedAt } = last;
    return [{ storage, error, attempts: attempts.length, lastTriedAt }];
  });
}

const isWhole = ({ status }: BackupObjectRow): boolean => status === "stored" || status === "proven";

/** Those of a database that are not deleted, newest first. */
export async function listBackups(databaseId: string): Promise<BackupRow[]> {
  const rows = await query(() =>
    prisma().backup.findMany({
      where: { databaseId, deletedAt: null },
      select: COLUMNS,
      orderBy: { number: "desc" },
    }),
  );
  return rows.map(toRow);
}

/** Those that count and that some storage in use may have no whole copy of; oldest first. */
export async function listWithMissingCopies(): Promise<BackupRow[]> {
  const rows = await query(() =>
    prisma().backup.findMany({
      where: {
        status: "done",
        deletedAt: null,
        objects: { some: { status: { in: ["writing", "failed"] }, storage: { removedAt: null } } },
      },
      select: COLUMNS,
      orderBy: { number: "asc" },
    }),
  );
  return rows.map(toRow).filter(({ missingCopies }) => missingCopies.length > 0);
}

/** Uploads that no operation has taken up, begun before then. */
export async function listOrphanUploads(createdBefore: Date): Promise<BackupRow[]> {
  const rows = await query(() =>
    prisma().backup.findMany({
      where: { status: "scheduled", operationId: null, deletedAt: null, createdAt: { lt: createdBefore } },
      select: COLUMNS,
    }),
  );
  return rows.map(toRow);
}

/** The newest proven one that was taken of the database itself; null when there is none. */
export async function findNewestBackup(databaseId: string): Promise<BackupRow | null> {
  const row = await query(() =>
    prisma().backup.findFirst({
      where: { databaseId, status: "done", deletedAt: null, method: { not: "uploaded" } },
      orderBy: { number: "desc" },
      select: COLUMNS,
    }),
  );
  return row && toRow(row);
}

/** Null when there is none of that id, or it is deleted: the caller checks the right to its app. */
export async function findBackup(id: string): Promise<BackupRow | null> {
  const row = await query(() =>
    prisma().backup.findFirst({ where: { id, deletedAt: null }, select: COLUMNS }),
  );
  return row && toRow(row);
}

/** For workflows, which run for no person: also when it is deleted. */
export async function loadBackup(id: string): Promise<BackupRow> {
  return toRow(await query(() => prisma().backup.findUniqueOrThrow({ where: { id }, select: COLUMNS })));
}

/** The backup that an operation takes of that database; null when it takes none. */
export async function findBackupOfOperation(key: {
  operationId: string;
  databaseId: string;
}): Promise<BackupRow | null> {
  const row = await query(() => prisma().backup.findFirst({ where: key, select: COLUMNS }));
  return row && toRow(row);
}
