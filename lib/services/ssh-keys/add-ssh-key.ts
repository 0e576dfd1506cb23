import { createHash } from "node:crypto";
import type { AddSshKeyInput, SshKeyView } from "../../contract/tokens";
import { DomainError } from "../../core/errors";
import { parseSshKey } from "../../core/people/ssh-key";
import { insertSshKey } from "../../db/ssh-keys";
import { requireAccount } from "../access";
import type { Context } from "../context";
import { sshKeyView } from "./view";

/**
 * Adds a key that opens tunnels to the databases one may see. Without a name it is called by its comment.
 * @throws DomainError `forbidden`; `invalid` saying what is wrong with the key; `conflict` when somebody has it already.
 */
export async function addSshKey(ctx: Context, input: AddSshKeyInput): Promise<SshKeyView> {
  requireAccount(ctx, "write");
  const parsed = parseSshKey(input.publicKey);
  if (!parsed.isValid)
    throw new DomainError("invalid", "ssh_key", parsed.reason, { fields: { publicKey: [parsed.reason] } });
  const hash = createHash("sha256").update(parsed.bytes).digest("base64").replace(/=+$/, "");
  const row = await insertSshKey({
    userId: ctx.actor.userId,
    // A comment is whatever the key's file says, and names are printed on terminals.
    name: (input.name || parsed.comment.replaceAll(/\p{Cc}/gu, "") || "key").slice(0, 100),
    publicKey: parsed.publicKey,
    fingerprint: `SHA256:${hash}`,
  });
  return sshKeyView(row);
}
