import { randomBytes, randomUUID } from "node:crypto";
import type { StorageInput, StorageTrialView } from "../../contract/storages";
import type { StorageSettings } from "../../core/backups/storage";
import { placeOf, withSecret } from "../../core/backups/storage";
import { DomainError } from "../../core/errors";
import type { BackupStorage } from "../../ports/backup-storage";
import type { Ports } from "../context";

const TRIAL_BYTES = 1_024;

/** What is kept of a storage, and its only secret beside it. */
export function settingsOf(input: StorageInput): { settings: StorageSettings; secret: string | null } {
  if (input.kind === "folder") return { settings: { kind: "folder", path: input.path }, secret: null };
  const { kind, endpoint, region, bucket, prefix, accessKeyId, secretAccessKey } = input;
  return { settings: { kind, endpoint, region, bucket, prefix, accessKeyId }, secret: secretAccessKey };
}

/** Writes an object, reads it back, and takes it away. @throws DomainError with the storage's own words. */
export async function tryOut(
  { openStorage, instance }: Pick<Ports, "openStorage" | "instance">,
  input: StorageInput,
): Promise<StorageTrialView> {
  const kept = settingsOf(input);
  const storage = openStorage(withSecret(kept.settings, kept.secret ?? ""));
  const name = `${instance}/trial/${randomUUID()}`;
  const head = randomBytes(TRIAL_BYTES);
  await storage.put({ name, head: { bytes: head.length, read: async () => head }, body: nothing() });
  try {
    if (!(await readWhole(storage, name)).equals(head))
      throw new DomainError("conflict", "storage_refused", "What was read back is not what was written.");
  } finally {
    await storage.remove(name);
  }
  return { place: placeOf(kept.settings), freeBytes: await storage.freeBytes() };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function readWhole(storage: BackupStorage, name: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await storage.read(name)) pieces.push(piece);
  return Buffer.concat(pieces);
}
