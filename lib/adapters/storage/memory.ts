import type { BackupStorage, NewObject, OpenStorage, StoredObject } from "../../ports/backup-storage";
import { objectName } from "./object-name";
import { nameTaken, notFound } from "./refusals";

type Kept = { bytes: Uint8Array; storedAt: Date };

/** A storage that lives as long as the process. */
export type MemoryStorage = BackupStorage & {
  /** By name; to be looked at, and spoilt. */
  objects: Map<string, Kept>;
  /** What every call throws from now on; null when it is well again. */
  fail: (error: Error | null) => void;
};

export function memoryStorage(): MemoryStorage {
  const objects = new Map<string, Kept>();
  let fault: Error | null = null;
  const assertWell = () => {
    if (fault) throw fault;
  };
  const find = (name: string): StoredObject | null => {
    const kept = objects.get(objectName(name));
    return kept ? { name, bytes: kept.bytes.length, storedAt: kept.storedAt } : null;
  };
  return {
    objects,
    fail: (error) => {
      fault = error;
    },
    put: async (object) => {
      assertWell();
      if (find(object.name)) throw nameTaken(object.name);
      const bytes = await collect(object);
      assertWell();
      if (find(object.name)) throw nameTaken(object.name);
      objects.set(object.name, { bytes, storedAt: new Date() });
      return { bytes: bytes.length };
    },
    read: async (name, range) => {
      assertWell();
      const kept = objects.get(objectName(name));
      if (!kept) throw notFound(name);
      return onePiece(kept.bytes.subarray(range?.from ?? 0, range?.to), assertWell);
    },
    stat: async (name) => {
      assertWell();
      return find(name);
    },
    list: async function* (prefix) {
      assertWell();
      const names = [...objects.keys()].filter((name) => name.startsWith(prefix)).sort();
      for (const name of names) {
        const found = find(name);
        if (found) yield found;
      }
    },
    remove: async (name) => {
      assertWell();
      objects.delete(objectName(name));
    },
    removeUnfinished: async () => assertWell(),
    freeBytes: async () => {
      assertWell();
      return null;
    },
  };
}

/** One storage for each folder's path or bucket, made when it is first opened. */
export function memoryStorages(): { open: OpenStorage; of: (place: string) => MemoryStorage } {
  const storages = new Map<string, MemoryStorage>();
  const of = (place: string): MemoryStorage => {
    const storage = storages.get(place) ?? memoryStorage();
    storages.set(place, storage);
    return storage;
  };
  return { open: (location) => of(location.kind === "folder" ? location.path : location.bucket), of };
}

async function collect({ head, body }: NewObject): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat([await head.read(), ...pieces]);
}

async function* onePiece(bytes: Uint8Array, assertWell: () => void): AsyncGenerator<Uint8Array> {
  assertWell();
  if (bytes.length > 0) yield bytes;
}
