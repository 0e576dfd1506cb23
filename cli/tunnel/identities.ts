import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import ssh2, { type AnyAuthMethod, type BaseAgent, type ParsedKey } from "ssh2";
import { usageFailure } from "../failure";
import { readHidden } from "../prompt";
import type { Settings } from "../settings";
import { fingerprintOf, type KeyFile, readKeyFile } from "./key-file";
import { listIdentityFiles } from "./ssh-config";

const USUAL = ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"].map((name) =>
  join(homedir(), ".ssh", name),
);

export type Wanted = {
  username: string;
  host: string;
  /** The file that was named. */
  identity: string | undefined;
  /** Fingerprints of the account's keys; empty when they are not known. */
  known: ReadonlySet<string>;
};

/** What to sign in with, in this order, and why other files are not used. */
export type Identities = { methods: AnyAuthMethod[]; unused: string[] };

/**
 * The key that was named, else those of the agent, of `~/.ssh/config` and the usual files, keys of the account first: the gateway
 * takes so many only. @throws Failure when there is none.
 */
export async function findIdentities(settings: Settings, wanted: Wanted): Promise<Identities> {
  const { username, identity, host, known } = wanted;
  if (identity !== undefined) return { methods: [await readNamed(username, identity)], unused: [] };
  const agent = await openAgent(settings.SSH_AUTH_SOCK, known);
  const paths = new Set([...listIdentityFiles(host), ...USUAL]);
  const files = [...paths].filter((path) => existsSync(path)).map(readKeyFile);
  const isKnown = (file: KeyFile) => file.state !== "unusable" && known.has(file.fingerprint ?? "");
  const open = files.filter(({ state }) => state === "open");
  const locked = files.filter(
    (file) => file.state === "locked" && !agent?.fingerprints.has(file.fingerprint ?? ""),
  );
  const hasKnown = open.some(isKnown) || [...(agent?.fingerprints ?? [])].some((print) => known.has(print));
  const hasAny = open.length > 0 || (agent?.fingerprints.size ?? 0) > 0;
  const missed = hasKnown ? [] : locked.filter((file) => isKnown(file) || !hasAny);
  const asked = process.stdin.isTTY ? missed.slice(0, 1) : [];
  const methods: AnyAuthMethod[] = [
    ...(await Promise.all([...asked, ...open.filter(isKnown)].map((file) => methodOf(username, file)))),
    ...(agent ? [{ type: "agent", username, agent: agent.agent } as const] : []),
    ...(await Promise.all(open.filter((file) => !isKnown(file)).map((file) => methodOf(username, file)))),
  ];
  const unused = files.filter((file) => !open.includes(file) && !asked.includes(file)).map(whyUnused);
  if (methods.length > 0) return { methods, unused };
  if (unused.length > 0) throw usageFailure("No SSH key can be used to sign in.", ...unused);
  throw usageFailure(
    "There is no SSH key to sign in with.",
    "Make one: ssh-keygen -t ed25519, then add it: berth keys-add laptop ~/.ssh/id_ed25519.pub",
    "Or name the file of one: -i FILE",
  );
}

const whyUnused = (file: KeyFile): string =>
  file.state === "unusable"
    ? `${file.path} is not used: ${file.reason}.`
    : `${file.path} is not used: it has a passphrase. Name it to be asked for that: -i ${file.path}. Or: ssh-add ${file.path}`;

async function readNamed(username: string, path: string): Promise<AnyAuthMethod> {
  if (!existsSync(path)) throw usageFailure(`There is no key ${path}.`);
  const file = readKeyFile(path);
  if (file.state === "unusable") throw usageFailure(`${path} cannot be used: ${file.reason}.`);
  return methodOf(username, file);
}

/** Asks for the passphrase of a locked one. @throws Failure when it is wrong. */
async function methodOf(username: string, file: KeyFile): Promise<AnyAuthMethod> {
  if (file.state === "unusable") throw usageFailure(whyUnused(file));
  const method = { type: "publickey", username, key: file.bytes } as const;
  if (file.state === "open") return method;
  const passphrase = await readHidden(`Passphrase of ${file.path}: `);
  const key = ssh2.utils.parseKey(file.bytes, passphrase);
  if (key instanceof Error) throw usageFailure(`${file.path} cannot be read: ${key.message}`);
  return { ...method, passphrase };
}

/** The agent, which offers keys of the account before others; null without one, or when it does not answer. */
async function openAgent(
  path: string | undefined,
  known: ReadonlySet<string>,
): Promise<{ agent: BaseAgent; fingerprints: Set<string> } | null> {
  if (!path) return null;
  const agent = new ssh2.OpenSSHAgent(path);
  const keys = await new Promise<ParsedKey[]>((resolve) => {
    agent.getIdentities((error, found) => resolve(error || !found ? [] : found.flatMap(keyOf)));
  });
  const printOf = (key: ParsedKey) => fingerprintOf(key.getPublicSSH());
  const sorted = keys.toSorted((a, b) => Number(known.has(printOf(b))) - Number(known.has(printOf(a))));
  agent.getIdentities = (tell) => tell(null, sorted);
  return keys.length === 0 ? null : { agent, fingerprints: new Set(keys.map(printOf)) };
}

/** The library's types have more forms than its agent gives. */
const keyOf = (key: object): ParsedKey[] => ("getPublicSSH" in key ? [key as ParsedKey] : []);
