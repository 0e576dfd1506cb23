import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import ssh2, { type AnyAuthMethod } from "ssh2";
import { usageFailure } from "../failure";
import { readHidden } from "../prompt";
import type { Settings } from "../settings";

const USUAL = ["id_ed25519", "id_ecdsa", "id_rsa"].map((name) => join(homedir(), ".ssh", name));

/** What to sign in with: the key that was named, else those of the agent and the usual files. @throws Failure when there is none. */
export async function findIdentities(
  { SSH_AUTH_SOCK: agent }: Settings,
  { username, identity }: { username: string; identity: string | undefined },
): Promise<AnyAuthMethod[]> {
  if (identity !== undefined) return [await readIdentity(username, identity)];
  const files = USUAL.filter((path) => existsSync(path) && isOpen(path));
  const found: AnyAuthMethod[] = [
    ...(agent ? [{ type: "agent", username, agent } as const] : []),
    ...(await Promise.all(files.map((path) => readIdentity(username, path)))),
  ];
  if (found.length > 0) return found;
  throw usageFailure(
    "There is no SSH key to sign in with.",
    "Make one: ssh-keygen -t ed25519, then add it: berth keys-add laptop ~/.ssh/id_ed25519.pub",
    "Or name the file of one: -i FILE",
  );
}

/** One that needs a passphrase is left to the agent unless it was named. */
const isOpen = (path: string): boolean => !(ssh2.utils.parseKey(readFileSync(path)) instanceof Error);

async function readIdentity(username: string, path: string): Promise<AnyAuthMethod> {
  if (!existsSync(path)) throw usageFailure(`There is no key ${path}.`);
  const bytes = readFileSync(path);
  if (!(ssh2.utils.parseKey(bytes) instanceof Error)) return { type: "publickey", username, key: bytes };
  const passphrase = await readHidden(`Passphrase of ${path}: `);
  const key = ssh2.utils.parseKey(bytes, passphrase);
  if (key instanceof Error) throw usageFailure(`${path} cannot be read: ${key.message}`);
  return { type: "publickey", username, key: bytes, passphrase };
}
