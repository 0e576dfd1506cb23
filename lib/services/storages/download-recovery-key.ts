import type { RecoveryKeyView } from "../../contract/storages";
import { DomainError } from "../../core/errors";
import { insertSecret } from "../../db/secrets";
import { requireAdmin } from "../access";
import type { Context } from "../context";

/** Under this name it stands among the secrets that the key was shown, and to whom. */
export const KEY_SHOWN = "backup-identity-shown";

/**
 * The key that opens every stored object without Berth, in the form of a key file of age. Once: whoever has it reads all data.
 * @throws DomainError `conflict` reason `key_shown`; `forbidden` but for administrators.
 */
export async function downloadRecoveryKey(ctx: Context): Promise<RecoveryKeyView> {
  requireAdmin(ctx);
  const { identity, recipient } = await ctx.backupKey.load();
  const shownTo = ctx.cipher.encrypt(ctx.actor.email);
  if (!(await insertSecret({ name: KEY_SHOWN, valueEncrypted: shownTo })))
    throw new DomainError(
      "conflict",
      "key_shown",
      "The recovery key was downloaded already, and is given once. Look where your team keeps its secrets.",
    );
  const content = `# Berth ${ctx.instance}: opens its backups with age -d -i this-file\n# public key: ${recipient}\n${identity}\n`;
  return { fileName: `berth-${ctx.instance}-recovery-key.txt`, content };
}
