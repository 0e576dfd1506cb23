import ssh2 from "ssh2";

/** A new Ed25519 key pair: the private one as a PEM of OpenSSH, the public one as a line. */
export function newKeyPair(comment?: string): { private: string; public: string } {
  // ssh2 drops leading zero bytes of a key, which nobody can read afterwards: one pair in 128.
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519", { comment });
    if (isReadable(pair.private) && isReadable(pair.public)) return pair;
  }
}

/** False for a key that is damaged. */
const isReadable = (key: string): boolean => !(ssh2.utils.parseKey(key) instanceof Error);

/** A new key by which clients know the server again, as a PEM of OpenSSH. */
export const newHostKey = (): string => newKeyPair("berth").private;

/** The line that people check or put into `known_hosts`: type and base64. @throws Error when the file is damaged. */
export function publicHostKey(pem: string): string {
  const key = ssh2.utils.parseKey(pem);
  if (key instanceof Error) throw key;
  return `${key.type} ${key.getPublicSSH().toString("base64")}`;
}
