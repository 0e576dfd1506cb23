import type { BackupMethod, BackupStatus, KeyCounts } from "../core/backups/backup";
import { DomainError } from "../core/errors";
import { setObjectStored } from "./backup-objects";
import { prisma, query, type Tx } from "./client";

/** Writes a backup that is to be taken. */
export async function insertBackup(
  tx: Tx,
  row: {
    id: string;
    databaseId: string;
    operationId: string | null;
    method: BackupMethod;
    engine: string;
    version: string;
    slotAt?: Date;
  },
): Promise<void> {
  await tx.backup.create({ data: row, select: { id: true } });
}

/** Safe to repeat: the first time stays. @returns false once it has ended. */
export async function setBackupRunning(id: string): Promise<boolean> {
  const count = await query(
    () => prisma().$executeRaw`
      UPDATE backups SET status = 'running', "startedAt" = coalesce("startedAt", now())
      WHERE id = ${id}::uuid AND status IN ('scheduled', 'running')`,
  );
  return count > 0;
}

export type DumpFigures = {
  engine: string;
  version: string;
  dumpBytes: number;
  dumpSha256: string;
  archiveBytes: number;
  usedMemoryBytes: number | null;
  keysAtStart: KeyCounts | null;
  keysAtEnd: KeyCounts | null;
};

const OPEN = { in: ["scheduled", "running"] } satisfies { in: BackupStatus[] };

/**
 * What was taken is whole, with what was measured meanwhile.
 * @throws DomainError `conflict` reason `backup_ended` when it was given up meanwhile: then nothing is written.
 */
export async function recordDump(
  tx: Tx,
  { id, objectId, objectBytes }: { id: string; objectId: string; objectBytes: number },
  { keysAtStart, keysAtEnd, ...columns }: DumpFigures,
): Promise<void> {
  const isStored = await setObjectStored(tx, objectId, objectBytes);
  const { count } = await tx.backup.updateMany({
    where: { id, status: OPEN },
    data: { ...columns, ...(keysAtStart && { keysAtStart }), ...(keysAtEnd && { keysAtEnd }) },
  });
  if (!isStored || count === 0) throw backupEnded();
}

export const backupEnded = (): DomainError =>
  new DomainError("conflict", "backup_ended", "This backup was given up before it was taken.");

export type ProofFigures = { keysByDatabase: KeyCounts; functions: number | null; loadMs: number };

/** What a server of its version found in it. */
export async function recordProof(id: string, figures: ProofFigures): Promise<void> {
  await query(() =>
    prisma().backup.updateMany({ where: { id }, data: { ...figures, provenAt: new Date() } }),
  );
}

/** The same once more, by a drill. */
export async function recordDrill(id: string, loadMs: number): Promise<void> {
  await query(() => prisma().backup.updateMany({ where: { id }, data: { loadMs, drilledAt: new Date() } }));
}

/** From here on it counts. Safe to repeat. @returns false when that was known, or it has failed. */
export async function setBackupDone(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.backup.updateMany({
    where: { id, status: OPEN },
    data: { status: "done", finishedAt: new Date() },
  });
  return count > 0;
}

/** It never counts. @returns false when it had ended. */
export async function failBackup(
  tx: Tx,
  id: string,
  error: { reason: string; message: string },
): Promise<boolean> {
  const { count } = await tx.backup.updateMany({
    where: { id, status: OPEN },
    data: {
      status: "error",
      finishedAt: new Date(),
      errorReason: error.reason,
      errorMessage: error.message,
    },
  });
  return count > 0;
}

/** What an operation has not finished ends with it. */
export async function failUnfinishedBackups(tx: Tx, operationId: string, message: string): Promise<void> {
  await tx.backup.updateMany({
    where: { operationId, status: OPEN },
    data: {
      status: "error",
      finishedAt: new Date(),
      errorReason: "operation_failed",
      errorMessage: message,
    },
  });
}

/** It is no longer listed, and nothing of it may be read. Safe to repeat: the first time stays. */
export async function setBackupDeleted(id: string): Promise<void> {
  await query(() =>
    prisma().backup.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: new Date() } }),
  );
}

/** From now on that operation takes it. */
export async function setBackupOperation(
  tx: Tx,
  { id, operationId }: { id: string; operationId: string },
): Promise<void> {
  await tx.backup.update({ where: { id }, data: { operationId }, select: { id: true } });
}
