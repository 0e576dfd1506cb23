import { DomainError } from "../../core/errors";
import { type RecordsObject, readRecordsName } from "../../core/records/objects";
import type { BackupStorage } from "../../ports/backup-storage";

/**
 * Backups of the records that a storage holds, newest first, of one Berth.
 * @throws DomainError `not_found` when it holds none; `conflict` reason `instances_many` when it has to be told of which Berth.
 */
export async function findRecords(
  storage: BackupStorage,
  { instance, place }: { instance: string | undefined; place: string },
): Promise<RecordsObject[]> {
  const all: RecordsObject[] = [];
  for await (const { name } of storage.list(instance ? `${instance}/` : "")) {
    const object = readRecordsName(name);
    if (object) all.push(object);
  }
  if (all.length === 0)
    throw new DomainError(
      "not_found",
      "no_records",
      `${place} holds no backup of the records of ${instance ? `the Berth ${instance}` : "a Berth"}. Its objects are named INSTANCE/records/…: is it the folder, or the prefix of the bucket, that the Storages page named?`,
    );
  const instances = [...new Set(all.map((object) => object.instance))].sort();
  if (instances.length > 1)
    throw new DomainError(
      "conflict",
      "instances_many",
      `${place} holds backups of several Berths: ${instances.join(", ")}. Say which by --instance.`,
    );
  return all.sort((a, b) => b.takenAt.getTime() - a.takenAt.getTime());
}

const IDENTITY = /^AGE-SECRET-KEY-1[A-Z0-9]+$/m;

/** The key in a file as the Storages page gave it. @throws DomainError `invalid`. */
export function readRecoveryKey(text: string): string {
  const [identity] = IDENTITY.exec(text) ?? [];
  if (identity) return identity;
  throw new DomainError(
    "invalid",
    "no_recovery_key",
    "There is no recovery key in that file: it has a line that begins with AGE-SECRET-KEY-1.",
  );
}
