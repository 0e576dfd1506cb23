import { createHash } from "node:crypto";
import { proofName } from "../../core/databases/names";
import type { DumpProof } from "../../core/engines/redis/proof";
import { DomainError } from "../../core/errors";
import { containerMemoryBytes } from "../../core/plans/catalog";
import { setObjectProven } from "../../db/backup-objects";
import { type BackupRow, loadBackup, recordProof } from "../../db/backups";
import { loadDatabase } from "../../db/databases";
import type { StepSelf, WorkflowContext } from "../deps";
import { sourceOf, wholeObject } from "./backup-objects";
import { nameOf, ownerOf, planOf, servingNode } from "./database";
import { withProgress } from "./progress";
import { proveDump } from "./prove-dump";

/** Reads the stored object whole: what is in it is what the node sent. @throws DomainError `invalid` reason `archive_spoilt`. */
export async function readBack(world: WorkflowContext, backupId: string, self: StepSelf): Promise<void> {
  const backup = await loadBackup(backupId);
  const dump = await openDump(world, backup);
  for await (const _ of withProgress(dump, { self, totalBytes: backup.dumpBytes ?? 0 }));
}

/** Loads the stored object into a throw-away server of the version that it was taken from, and records what that found. */
export async function proveBackup(world: WorkflowContext, backupId: string, self: StepSelf): Promise<void> {
  const backup = await loadBackup(backupId);
  const { keysByDatabase, functions, loadMs } = await loadForTrial(world, backup, self);
  await recordProof(backupId, { keysByDatabase, functions, loadMs });
  await setObjectProven(wholeObject(backup).id, null);
}

/** How long all of it took is told as the time to load it. @throws DomainError when the object is not whole, or the server refuses it. */
export async function loadForTrial(
  world: WorkflowContext,
  backup: BackupRow,
  self: StepSelf,
): Promise<DumpProof> {
  const startedAt = Date.now();
  const { provider, version, keysByDatabase } = backup;
  const bytes = backup.dumpBytes ?? 0;
  const database = await loadDatabase(backup.databaseId);
  const node = servingNode(database);
  const proof = await proveDump(world, {
    hostId: node.hostId ?? "",
    owner: ownerOf(database),
    provider,
    version,
    name: proofName(nameOf(world, database)),
    bytes,
    content: withProgress(await openDump(world, backup), { self, totalBytes: bytes }),
    // It ends only when it is the one that was taken.
    sha256: null,
    keysByDatabase,
    memoryBytes: containerMemoryBytes(planOf(world, node)),
  });
  return { ...proof, loadMs: Date.now() - startedAt };
}

/** The dump within the stored object, which ends only when it is the one that was taken. */
async function* checked(dump: AsyncIterable<Uint8Array>, sha256: string | null): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of dump) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest("hex") !== sha256)
    throw new DomainError("invalid", "archive_spoilt", "The backup is not what was taken: its hash differs.");
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
