import { prisma, query, type Tx } from "./client";

export type BackupConfigRow = {
  isBackupOn: boolean;
  backupHourUtc: number;
  /** Slots before this are not caught up. */
  backupOnSince: Date;
  backupMissedAt: Date | null;
};

const COLUMNS = { isBackupOn: true, backupHourUtc: true, backupOnSince: true, backupMissedAt: true } as const;

/** When a database is backed up. */
export async function loadBackupConfig(databaseId: string): Promise<BackupConfigRow> {
  return query(() => prisma().database.findUniqueOrThrow({ where: { id: databaseId }, select: COLUMNS }));
}

/** What is not given stays; a schedule that is switched on counts from now. */
export async function setBackupConfig(
  tx: Tx,
  databaseId: string,
  { isOn, hourUtc }: { isOn?: boolean | undefined; hourUtc?: number | undefined },
): Promise<void> {
  if (isOn)
    await tx.database.updateMany({
      where: { id: databaseId, isBackupOn: false },
      data: { backupOnSince: new Date() },
    });
  await tx.database.update({
    where: { id: databaseId },
    data: { isBackupOn: isOn, backupHourUtc: hourUtc },
    select: { id: true },
  });
}

/** Notes that people were told that no good backup was made. @returns false when they were told before. */
export async function setBackupMissed(tx: Tx, databaseId: string): Promise<boolean> {
  const { count } = await tx.database.updateMany({
    where: { id: databaseId, backupMissedAt: null },
    data: { backupMissedAt: new Date() },
  });
  return count > 0;
}

/** There is a good one again. */
export async function setBackupMade(tx: Tx, databaseId: string): Promise<void> {
  await tx.database.updateMany({
    where: { id: databaseId, backupMissedAt: { not: null } },
    data: { backupMissedAt: null },
  });
}
