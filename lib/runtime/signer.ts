import { randomBytes } from "node:crypto";
import { joseSigner } from "../adapters/tokens/jose";
import { findSecret, insertSecret } from "../db/secrets";
import type { Cipher } from "../ports/cipher";
import type { TokenSigner } from "../ports/token-signer";

const NAME = "token-signer";
const KEY_BYTES = 32;

/** Signs short tokens with a key that is made at the first need and kept encrypted among the records. */
export const platformSigner = ({ cipher, instance }: { cipher: Cipher; instance: string }): TokenSigner =>
  joseSigner({ issuer: `berth:${instance}`, loadKey: () => loadKey(cipher) });

/** When two processes make it at once, both use what the first one kept. */
async function loadKey(cipher: Cipher): Promise<Uint8Array> {
  const existing = await findSecret(NAME);
  if (existing) return Buffer.from(cipher.decrypt(existing), "base64");
  const made = randomBytes(KEY_BYTES);
  await insertSecret({ name: NAME, valueEncrypted: cipher.encrypt(made.toString("base64")) });
  return Buffer.from(cipher.decrypt((await findSecret(NAME)) ?? ""), "base64");
}
