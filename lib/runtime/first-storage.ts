import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { hasStorages, insertFirstStorage } from "../db/storages";

const NAME = "data-folder";
const FOLDER = "backups";

/** Where backups go until somebody chooses another place. Made once: one that was removed does not come back. */
export async function ensureFirstStorage(dataDir: string): Promise<void> {
  const path = join(dataDir, FOLDER);
  if (await hasStorages()) return;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  await insertFirstStorage({ id: randomUUID(), name: NAME, settings: { kind: "folder", path } });
}
