import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { newHostKey } from "../adapters/ssh/host-key";
import { writePrivately } from "./instance";

export const HOST_KEY_FILE = "ssh_host_key";

/** The key by which clients know the SSH gateway again; made at the first start, then the same for ever. */
export function ensureHostKey(dataDir: string): string {
  const path = join(dataDir, HOST_KEY_FILE);
  if (!existsSync(path)) writePrivately(path, newHostKey());
  return readFileSync(path, "utf8");
}
