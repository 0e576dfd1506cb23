import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Platform } from "../container";
import { HOST_KEY_FILE } from "../host-key";
import { PLANS_FILE } from "../retired-plans";

/** What makes Berth itself besides its records: it stands at the beginning of their copy, sealed with it. */
export const OwnFiles = z.object({
  instance: z.string().regex(/^b[0-9a-z]{5}$/),
  /** Encrypts secrets in the records: 32 bytes, base64. */
  key: z.string(),
  /** By which clients know the SSH gateway again; null where it never ran. */
  hostKey: z.string().nullable(),
  /** Plans that databases may have though they are not offered any more. */
  plans: z.string().nullable(),
});
export type OwnFiles = z.infer<typeof OwnFiles>;

/** What a backup of the records is made with. */
export type RecordsWorld = Pick<
  Platform,
  "instance" | "cipher" | "openStorage" | "archives" | "backupKey" | "databaseUrl"
> & { dataDir: string; prismaDir: string; key: Buffer };

/** Where the migrations are, from the folder of this installation. */
export const PRISMA_DIR = "prisma";

export function readOwnFiles({ instance, dataDir, key }: RecordsWorld): OwnFiles {
  const find = (name: string) => {
    const path = join(dataDir, name);
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  };
  return { instance, key: key.toString("base64"), hostKey: find(HOST_KEY_FILE), plans: find(PLANS_FILE) };
}
