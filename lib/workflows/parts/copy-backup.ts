import { createHash, type Hash } from "node:crypto";
import { DomainError } from "../../core/errors";
import { KIB } from "../../core/units";
import { setObjectFailed, setObjectProven, setObjectStored } from "../../db/backup-objects";
import { type BackupRow, loadBackup } from "../../db/backups";
import { transaction } from "../../db/client";
import { listStorages, type StorageRow } from "../../db/storages";
import type { ObjectSource } from "../../ports/archives";
import type { StepSelf, WorkflowContext } from "../deps";
import {
  beginObject,
  noteStorage,
  openStorageOf,
  removeObject,
  sourceOf,
  wholeObject,
} from "./backup-objects";
import { onlyDomainErrors } from "./ending";
import { withProgress } from "./progress";

const HEAD_BYTES = 64 * KIB;

/**
 * Copies the stored bytes into every other storage and compares them there. A storage that fails has no copy, which its line in the list
 * tells; the backup counts all the same.
 */
export async function copyBackup(world: WorkflowContext, backupId: string, self: StepSelf): Promise<void> {
  const backup = await loadBackup(backupId);
  const first = wholeObject(backup);
  for (const storage of await listStorages()) {
    if (storage.id === first.storage.id) continue;
    await noteStorage(storage, () => copyTo(world, backup, storage, self)).catch(onlyDomainErrors);
  }
}

export async function copyTo(
  world: WorkflowContext,
  backup: BackupRow,
  storage: StorageRow,
  self: StepSelf,
): Promise<void> {
  const earlier = backup.objects.filter((object) => object.storage.id === storage.id);
  if (earlier.some(({ status }) => status === "proven")) return;
  // One that was whole but not compared before the worker died is begun anew.
  for (const { id, status } of earlier)
    if (status !== "failed") await setObjectFailed(id, "It was cut off and begun anew.");
  const source = await sourceOf(world, wholeObject(backup));
  const object = await beginObject(world, backup, storage);
  try {
    const sha256 = await write(world, { object, source, storage, self });
    if ((await hashOfStored(world, storage, object.name)) !== sha256)
      throw new DomainError("invalid", "copy_differs", "What was stored there is not what was written.");
    await setObjectProven(object.id, sha256);
  } catch (error) {
    onlyDomainErrors(error);
    await setObjectFailed(object.id, error instanceof Error ? error.message : "");
    await removeObject(world, { ...object, storage }).catch(onlyDomainErrors);
    throw error;
  }
}

type Writing = {
  object: { id: string; name: string };
  source: ObjectSource;
  storage: StorageRow;
  self: StepSelf;
};

async function write(world: WorkflowContext, { object, source, storage, self }: Writing): Promise<string> {
  const hash = createHash("sha256");
  const headBytes = Math.min(HEAD_BYTES, source.bytes);
  const pieces: Uint8Array[] = [];
  for await (const piece of await source.read({ from: 0, to: headBytes })) pieces.push(piece);
  const head = Buffer.concat(pieces);
  hash.update(head);
  const rest = await source.read({ from: headBytes, to: source.bytes });
  const body = withProgress(hashed(rest, hash), { self, totalBytes: source.bytes });
  const { bytes } = await openStorageOf(world, storage).put({
    name: object.name,
    head: { bytes: head.length, read: async () => head },
    body: headBytes < source.bytes ? body : nothing(),
  });
  await transaction((tx) => setObjectStored(tx, object.id, bytes));
  return hash.digest("hex");
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    hash.update(piece);
    yield piece;
  }
}

async function hashOfStored(world: WorkflowContext, storage: StorageRow, name: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of await openStorageOf(world, storage).read(name)) hash.update(piece);
  return hash.digest("hex");
}
