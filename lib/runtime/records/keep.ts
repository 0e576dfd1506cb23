import { randomUUID } from "node:crypto";
import { DomainError, isRefusal } from "../../core/errors";
import { areRecordsDue } from "../../core/records/retention";
import { findUnfinishedRecordsBackup, insertRecordsBackup, loadRecordsDue } from "../../db/records-backups";
import { config } from "../config";
import { platform } from "../container";
import { loadKey } from "../instance";
import { takeRecordsBackup } from "./take";
import { PRISMA_DIR, type RecordsWorld } from "./world";

/** This Berth's own. @throws DomainError `conflict` reason `records_elsewhere` where PostgreSQL is the operator's. */
export function ownRecords(): RecordsWorld {
  const settings = config();
  if (settings.DATABASE_URL)
    throw new DomainError(
      "conflict",
      "records_elsewhere",
      "Berth's records are in a PostgreSQL of your own (DATABASE_URL): back it up by its own means, and keep the files instance.json, key and ssh_host_key of the data folder beside it.",
    );
  return {
    ...platform(),
    dataDir: settings.BERTH_DATA_DIR,
    prismaDir: PRISMA_DIR,
    key: loadKey(settings),
  };
}

/** Takes the backup of the records that is asked for, was cut off, or is due. Safe at any time, and by several workers at once. */
export async function keepRecords(world: RecordsWorld, now: Date): Promise<void> {
  if (!(await findUnfinishedRecordsBackup())) {
    if (!areRecordsDue(await loadRecordsDue(now), now)) return;
    await insertRecordsBackup(randomUUID());
  }
  await takeRecordsBackup(world).catch((error: unknown) => {
    // What failed is told where its row is shown; another worker's is its own.
    if (!isRefusal(error)) throw error;
  });
}
