import { randomUUID } from "node:crypto";
import { memoryStorages } from "../lib/adapters/storage/memory";
import { archiveFolder, objectNameOf } from "../lib/core/backups/backup";
import { insertObject, setObjectProven, setObjectStored } from "../lib/db/backup-objects";
import { loadBackup } from "../lib/db/backups";
import { prisma, transaction } from "../lib/db/client";
import { insertStorage } from "../lib/db/storages";
import type { Context } from "../lib/services/context";
import { makeBackup } from "./backups";

/** A storage among the records; of a folder's path the adapters in memory make one. */
export async function makeStorage(path = `/srv/${randomUUID()}`): Promise<string> {
  const id = randomUUID();
  const row = { id, name: path, settings: { kind: "folder" as const, path }, secretEncrypted: null };
  await transaction((tx) => insertStorage(tx, row));
  return id;
}

/** Storages in memory, and how a backup gets into one of them. */
export function storedBackups() {
  const storages = memoryStorages();

  /** A proven backup of the database whose dump is these bytes, sealed in a storage of its own. */
  async function makeStored(ctx: Context, databaseId: string, dump: Uint8Array) {
    const path = `/srv/${randomUUID()}`;
    const storageId = await makeStorage(path);
    const backupId = await makeBackup(databaseId);
    const backup = await loadBackup(backupId);
    const { createdAt, resourceId } = backup;
    const { recipient } = await ctx.backupKey.load();
    const sealed = await ctx.archives.seal({
      dump: pieces(dump),
      folder: archiveFolder({ createdAt, resourceId }),
      takenAt: createdAt,
      recipient,
    });
    const name = objectNameOf({ instance: ctx.instance, databaseId, backupId, createdAt, attempt: 1 });
    const id = randomUUID();
    await insertObject({ id, backupId, storageId, name, attempt: 1 });
    const { bytes } = await storages.of(path).put({ name, ...sealed });
    await transaction((tx) => setObjectStored(tx, id, bytes));
    await setObjectProven(id, null);
    const { archiveBytes, dumpBytes } = sealed.figures();
    const figures = { archiveBytes: BigInt(archiveBytes), dumpBytes: BigInt(dumpBytes) };
    await prisma().backup.update({ where: { id: backupId }, data: figures });
    return {
      backupId,
      storageId,
      name,
      storage: storages.of(path),
      fileName: `${archiveFolder(backup)}.tar.gz`,
    };
  }

  return { open: storages.open, makeStored };
}

const PIECE_BYTES = 65_536;

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
