import { createHash } from "node:crypto";
import { DomainError } from "../../core/errors";
import { type BackupRow, loadBackup } from "../../db/backups";
import type { StepSelf, WorkflowContext } from "../deps";
import { sourceOf, wholeObject } from "./backup-objects";
import { withProgress } from "./progress";

/** Reads the stored object whole: what is in it is what the node sent. @throws DomainError `invalid` reason `archive_spoilt`. */
export async function readBack(world: WorkflowContext, backupId: string, self: StepSelf): Promise<void> {
  const backup = await loadBackup(backupId);
  const dump = await openDump(world, backup);
  for await (const _ of withProgress(dump, { self, totalBytes: backup.dumpBytes ?? 0 }));
}

/** @throws DomainError `conflict` reason `backup_gone`, or `invalid` reason `archive_spoilt` at the latest at its end. */
export async function openDump(
  world: WorkflowContext,
  backup: BackupRow,
  object = wholeObject(backup),
): Promise<AsyncIterable<Uint8Array>> {
  const source = await sourceOf(world, object);
  const { identity } = await world.backupKey.load();
  return checked(world.archives.readDump(source, identity), backup.dumpSha256);
}

/** Ends only when it is the dump that was taken. */
async function* checked(dump: AsyncIterable<Uint8Array>, sha256: string | null): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of dump) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest("hex") !== sha256)
    throw new DomainError("invalid", "archive_spoilt", "The backup is not what was taken: its hash differs.");
}
