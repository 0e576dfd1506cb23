import { createHash } from "node:crypto";
import ssh2, { type PublicKeyAuthContext } from "ssh2";
import type { SshPublicKey } from "../../ports/ssh-server";

/** Types whose signatures are strong enough; `ssh-rsa` only with SHA-2. */
const TYPES = new Set([
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
]);

/** The key that a client offers; null for one of a type that is not accepted. */
export function offeredKey({ key, hashAlgo }: PublicKeyAuthContext): SshPublicKey | null {
  if (!TYPES.has(key.algo) || (key.algo === "ssh-rsa" && hashAlgo === undefined)) return null;
  const digest = createHash("sha256").update(key.data).digest("base64").replace(/=+$/, "");
  return { line: `${key.algo} ${key.data.toString("base64")}`, fingerprint: `SHA256:${digest}` };
}

/** True when the client has proven that it holds the private half. */
export function isProven({ signature, blob, hashAlgo }: PublicKeyAuthContext, line: string): boolean {
  const key = ssh2.utils.parseKey(line);
  if (key instanceof Error || !signature || !blob) return false;
  return key.verify(blob, signature, hashAlgo) === true;
}
