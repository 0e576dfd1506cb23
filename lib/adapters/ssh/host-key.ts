import ssh2 from "ssh2";

/** A new key by which clients know the server again, as a PEM of OpenSSH. */
export const newHostKey = (): string =>
  ssh2.utils.generateKeyPairSync("ed25519", { comment: "berth" }).private;

/** The line that people check or put into `known_hosts`: type and base64. @throws Error when the file is damaged. */
export function publicHostKey(pem: string): string {
  const key = ssh2.utils.parseKey(pem);
  if (key instanceof Error) throw key;
  return `${key.type} ${key.getPublicSSH().toString("base64")}`;
}
