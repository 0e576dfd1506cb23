import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { MIB } from "../lib/core/units";
import { prisma } from "../lib/db/client";
import type { Prisma } from "../lib/db/generated/client";

type Columns = Omit<Prisma.BackupUncheckedCreateInput, "databaseId">;

/** A proven backup of a database in the records alone: nothing of it is in any storage. */
export async function makeBackup(databaseId: string, changes: Partial<Columns> = {}): Promise<string> {
  const now = new Date();
  const { id } = await prisma().backup.create({
    data: {
      id: randomUUID(),
      databaseId,
      method: "periodic",
      status: "done",
      version: "8.0.2",
      dumpBytes: 2n * BigInt(MIB),
      dumpSha256: "0".repeat(64),
      archiveBytes: BigInt(MIB),
      usedMemoryBytes: 4n * BigInt(MIB),
      keysByDatabase: { 0: 3 },
      startedAt: now,
      finishedAt: now,
      provenAt: now,
      ...changes,
    },
    select: { id: true },
  });
  return id;
}

/** A restoration as the API shows it before the worker has begun it: these eight keys and no others. */
export const scheduledRestoration = (of: { addonId: string; backup: string }) => ({
  id: expect.any(String),
  created_at: expect.any(String),
  started_at: null,
  ended_at: null,
  method: "backup",
  status: "scheduled",
  database_id: of.addonId,
  source_backup_id: of.backup,
});
