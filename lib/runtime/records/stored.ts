import { DomainError } from "../../core/errors";
import type { ObjectSource } from "../../ports/archives";
import type { BackupStorage } from "../../ports/backup-storage";
import { assertCopied, findSource, writeCopy } from "../../workflows/parts/stored-object";

/** @throws DomainError `not_found` when it is not there. */
export async function getSource(storage: BackupStorage, name: string): Promise<ObjectSource> {
  const source = await findSource(storage, name);
  if (!source) throw new DomainError("not_found", "object_missing", `The storage has no object ${name}.`);
  return source;
}

/** Writes an object into another storage, then reads it whole: it is what was written. */
export async function copyObject(
  from: BackupStorage,
  to: BackupStorage,
  names: { from: string; to: string },
): Promise<void> {
  const source = await getSource(from, names.from);
  const { sha256 } = await writeCopy({ source, storage: to, name: names.to });
  await assertCopied(to, names.to, sha256);
}
