import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import ssh2 from "ssh2";

/** A file that may hold a private key. The fingerprint of a locked one is known when its public half lies beside it. */
export type KeyFile =
  | { state: "open"; path: string; bytes: Buffer; fingerprint: string }
  | { state: "locked"; path: string; bytes: Buffer; fingerprint: string | null }
  | { state: "unusable"; path: string; reason: string };

/** As `ssh-keygen -l` prints it. */
export const fingerprintOf = (publicKey: Buffer): string =>
  `SHA256:${createHash("sha256").update(publicKey).digest("base64").replace(/=+$/, "")}`;

/** What a file is that is there. */
export function readKeyFile(path: string): KeyFile {
  const unusable = (reason: string): KeyFile => ({ state: "unusable", path, reason });
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return unusable(`it cannot be read: ${error instanceof Error ? error.message : "unknown reason"}`);
  }
  const key = ssh2.utils.parseKey(bytes);
  if (!(key instanceof Error)) {
    if (!key.isPrivateKey()) return unusable("it is a public key. The private one is the file without .pub");
    return { state: "open", path, bytes, fingerprint: fingerprintOf(key.getPublicSSH()) };
  }
  const text = bytes.toString("latin1");
  if (isOfSecurityKey(text)) return unusable("it is of a security key, which the SSH gateway does not take");
  if (/^(?:ssh|ecdsa)-/.test(text))
    return unusable("it is a public key. The private one is the file without .pub");
  if (/^Encrypted /.test(key.message))
    return { state: "locked", path, bytes, fingerprint: fingerprintBeside(path) };
  if (text.startsWith("PuTTY-User-Key-File"))
    return unusable(
      "it is of PuTTY. PuTTYgen writes it as one that is known: Conversions, Export OpenSSH key",
    );
  return unusable(`it is no private key that is known: ${key.message}`);
}

/** Their type stands at the beginning of a public key, and in clear text within a private one. */
const isOfSecurityKey = (text: string): boolean =>
  /^sk-/.test(text) ||
  /sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com/.test(
    Buffer.from(text.replaceAll(/-----[^-]+-----/g, ""), "base64").toString("latin1"),
  );

function fingerprintBeside(path: string): string | null {
  const beside = `${path}.pub`;
  const key = existsSync(beside) ? ssh2.utils.parseKey(readFileSync(beside)) : null;
  return key === null || key instanceof Error ? null : fingerprintOf(key.getPublicSSH());
}
