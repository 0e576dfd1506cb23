import { randomUUID } from "node:crypto";
import { aesGcmCipher } from "../../adapters/cipher/aes-gcm";
import type { StorageSettings } from "../../core/backups/storage";
import { nodeName } from "../../core/databases/names";
import { DomainError } from "../../core/errors";
import type { RecordsObject } from "../../core/records/objects";
import { connectDatabase, disconnectDatabase, transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { countRecords, type PlacedNode, setNodesGone } from "../../db/gone-data";
import { migrateDatabase } from "../../db/migrate";
import { setRecordsBackupDone } from "../../db/records-backups";
import { insertStorage, listStorages, setStoragePlace } from "../../db/storages";
import type { StorageLocation } from "../../ports/backup-storage";
import { PRISMA_DIR } from "./world";

export type Adopted = {
  databaseUrl: string;
  instance: string;
  key: Buffer;
  location: StorageLocation;
  object: RecordsObject;
  /** What the recovery has found of that object. */
  figures: { bytes: number; rows: number; proofMs: number };
  /** Whether nothing of that node can be on the engine as it is now. */
  isGone: (node: PlacedNode) => boolean;
};

/** Makes loaded records those of this machine: where the storage is now, and which data is not here. Answers what they hold. */
export async function adoptRecords(
  adopted: Adopted,
): Promise<{ apps: number; databases: number; gone: number }> {
  const { databaseUrl, instance, object, figures, isGone } = adopted;
  await migrateDatabase(databaseUrl, PRISMA_DIR);
  connectDatabase(databaseUrl);
  try {
    const storage = await adoptStorage(adopted);
    const copies = [{ storageId: object.storageId, storage, error: null }];
    // It was under way when it was taken, and is proven by now.
    await setRecordsBackupDone(object.backupId, { ...figures, copies });
    const gone = await transaction(async (tx) => {
      const databases = await setNodesGone(tx, isGone);
      for (const { databaseId, appId, resourceId, nodeNumber } of databases) {
        const volume = nodeName({ instance, resourceId }, nodeNumber);
        await insertEvent(
          tx,
          { appId, databaseId, actorId: null },
          { type: "data_gone", data: { resourceId, volume } },
        );
      }
      return databases.length;
    });
    return { ...(await countRecords()), gone };
  } finally {
    await disconnectDatabase();
  }
}

/** The storage that was recovered from may be somewhere else now, with other keys. Answers its name. */
async function adoptStorage({ key, location, object }: Adopted): Promise<string> {
  const { settings, secretEncrypted } = keptOf(key, location);
  const known = (await listStorages()).find(({ id }) => id === object.storageId);
  if (known) {
    await setStoragePlace(known.id, { settings, secretEncrypted });
    return known.name;
  }
  const name = `recovered-${object.storageId.slice(0, 8)}`;
  await transaction((tx) => insertStorage(tx, { id: randomUUID(), name, settings, secretEncrypted }));
  return name;
}

function keptOf(
  key: Buffer,
  location: StorageLocation,
): { settings: StorageSettings; secretEncrypted: string | null } {
  if (location.kind === "folder") return { settings: location, secretEncrypted: null };
  const { secretAccessKey, ...settings } = location;
  return { settings, secretEncrypted: aesGcmCipher(key).encrypt(secretAccessKey) };
}

/** @throws DomainError `conflict` when Berth would be told another key than its records were written with. */
export function assertKey(told: string | undefined, key: string): void {
  if (told === undefined || told === key) return;
  throw new DomainError(
    "conflict",
    "key_differs",
    "BERTH_KEY is not the key that these records were kept with. Leave it out: the key comes back with the records.",
  );
}
