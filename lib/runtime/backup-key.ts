import { z } from "zod";
import { findSecret, insertSecret } from "../db/secrets";
import type { Archives } from "../ports/archives";
import type { BackupKey } from "../ports/backup-key";
import type { Cipher } from "../ports/cipher";

/** Under this name it stands among the secrets. */
const NAME = "backup-identity";

const Pair = z.object({ identity: z.string(), recipient: z.string() });

/** Kept encrypted among the records, and read from them once. When two processes make it at once, both use what the first one kept. */
export function platformBackupKey({
  cipher,
  archives,
}: {
  cipher: Cipher;
  archives: Pick<Archives, "createIdentity">;
}): BackupKey {
  const find = async () => {
    const stored = await findSecret(NAME);
    return stored === null ? null : Pair.parse(JSON.parse(cipher.decrypt(stored)));
  };
  const make = async () => {
    const existing = await find();
    if (existing) return existing;
    const made = JSON.stringify(await archives.createIdentity());
    await insertSecret({ name: NAME, valueEncrypted: cipher.encrypt(made) });
    const kept = await find();
    if (!kept) throw new Error("the backup key was not kept");
    return kept;
  };
  let current: Promise<z.infer<typeof Pair>> | undefined;
  return {
    load: () => {
      current ??= make().catch((error: unknown) => {
        current = undefined;
        throw error;
      });
      return current;
    },
  };
}
