import type { BackupStatus } from "../core/backups/backup";
import { aheadOf } from "../core/clocks";
import type { RecordsDue } from "../core/records/retention";
import { isUniqueViolation, prisma, query } from "./client";

/** What became of the copy in one storage. */
export type RecordsCopy = { storageId: string; storage: string; error: string | null };

export type RecordsBackupRow = {
  id: string;
  status: BackupStatus;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Of what is stored. */
  bytes: number | null;
  rows: number | null;
  /** How long it took to read it back and load it. */
  proofMs: number | null;
  provenAt: Date | null;
  copies: RecordsCopy[];
  errorMessage: string | null;
};

const COLUMNS = {
  id: true,
  status: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  bytes: true,
  rows: true,
  proofMs: true,
  provenAt: true,
  copies: true,
  errorMessage: true,
} as const;

type Selected = Omit<RecordsBackupRow, "bytes" | "rows" | "copies"> & {
  bytes: bigint | null;
  rows: bigint | null;
  copies: unknown;
};

/** The column of copies holds only what is written below. */
const toRow = ({ bytes, rows, copies, ...row }: Selected): RecordsBackupRow => ({
  ...row,
  bytes: bytes === null ? null : Number(bytes),
  rows: rows === null ? null : Number(rows),
  copies: copies as RecordsCopy[],
});

const UNFINISHED = { in: ["scheduled", "running"] } satisfies { in: BackupStatus[] };

/** Asks for one. False when one is asked for, or runs, already. */
export async function insertRecordsBackup(id: string): Promise<boolean> {
  try {
    await query(() => prisma().recordsBackup.create({ data: { id }, select: { id: true } }));
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** The one that is asked for or runs; null when none is. */
export async function findUnfinishedRecordsBackup(): Promise<RecordsBackupRow | null> {
  const row = await query(() =>
    prisma().recordsBackup.findFirst({ where: { status: UNFINISHED }, select: COLUMNS }),
  );
  return row && toRow(row);
}

/** The newest that ended so; null when none did. */
export async function findLastRecordsBackup(status: "done" | "error"): Promise<RecordsBackupRow | null> {
  const row = await query(() =>
    prisma().recordsBackup.findFirst({
      where: { status },
      select: COLUMNS,
      orderBy: { createdAt: "desc" },
    }),
  );
  return row && toRow(row);
}

export async function setRecordsBackupRunning(id: string): Promise<void> {
  await query(() =>
    prisma().recordsBackup.updateMany({
      where: { id, status: "scheduled" },
      data: { status: "running", startedAt: new Date() },
    }),
  );
}

/** From here on it counts. */
export async function setRecordsBackupDone(
  id: string,
  figures: { bytes: number; rows: number; proofMs: number; copies: RecordsCopy[] },
): Promise<void> {
  const now = new Date();
  await query(() =>
    prisma().recordsBackup.updateMany({
      where: { id, status: "running" },
      data: { status: "done", provenAt: now, finishedAt: now, ...figures },
    }),
  );
}

/** It never counts. */
export async function failRecordsBackup(
  id: string,
  { reason, message, copies }: { reason: string; message: string; copies: RecordsCopy[] },
): Promise<void> {
  await query(() =>
    prisma().recordsBackup.updateMany({
      where: { id, status: UNFINISHED },
      data: { status: "error", finishedAt: new Date(), errorReason: reason, errorMessage: message, copies },
    }),
  );
}

/** Ids of those that count. */
export async function listProvenRecords(): Promise<Set<string>> {
  const rows = await query(() =>
    prisma().recordsBackup.findMany({ where: { status: "done" }, select: { id: true } }),
  );
  return new Set(rows.map(({ id }) => id));
}

/** What nobody asks about any more. */
export async function deleteRecordsBackupsBefore(before: Date): Promise<void> {
  await query(() => prisma().recordsBackup.deleteMany({ where: { createdAt: { lt: before } } }));
}

/** In one question, since it is asked every few seconds. */
export async function loadRecordsDue(now: Date): Promise<RecordsDue> {
  const [due] = await query(
    () => prisma().$queryRaw<[Omit<RecordsDue, "since"> & { since: Date | null }]>`
      SELECT (SELECT min("createdAt") FROM storages) AS since,
        max("createdAt") AS "lastBegunAt",
        max("createdAt") FILTER (WHERE status = 'done') AS "lastProvenAt",
        (SELECT max("finishedAt") FROM backups
          WHERE status = 'done' AND "deletedAt" IS NULL AND "finishedAt" < ${aheadOf(now)}) AS "lastDatabaseBackupAt"
      FROM records_backups WHERE "createdAt" < ${aheadOf(now)}`,
  );
  return { ...due, since: due.since ?? new Date() };
}
