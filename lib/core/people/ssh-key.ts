/** A public key as OpenSSH writes it: `type base64`, without its comment. */
export type SshKeyParts = { publicKey: string; bytes: Uint8Array; comment: string };
/** The parts of a key, or in a sentence why it is not taken. */
export type ParsedSshKey = ({ isValid: true } & SshKeyParts) | { isValid: false; reason: string };

const TYPES = new Set([
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
]);
const RSA_BITS_MIN = 2_048;

/** Reads one line of an `id_….pub` file. @source https://www.rfc-editor.org/rfc/rfc4253#section-6.6 */
export function parseSshKey(text: string): ParsedSshKey {
  const [type = "", base64 = "", ...comment] = text.trim().split(/\s+/);
  if (/PRIVATE KEY/.test(text))
    return refuse("This is a private key: keep it to yourself. Paste the file that ends in .pub.");
  if (!TYPES.has(type))
    return refuse("A public key begins with ssh-ed25519, ecdsa-sha2-nistp256, -384, -521 or ssh-rsa.");
  const bytes = decode(base64);
  const fields = bytes && readFields(bytes);
  if (!fields || new TextDecoder().decode(fields[0]) !== type || fields.length < 2)
    return refuse("This key is damaged. Paste the whole line of the .pub file.");
  if (type === "ssh-rsa" && bitsOf(fields[2]) < RSA_BITS_MIN)
    return refuse(`An RSA key needs at least ${RSA_BITS_MIN.toLocaleString("en")} bits.`);
  return { isValid: true, publicKey: `${type} ${base64}`, bytes, comment: comment.join(" ") };
}

const refuse = (reason: string): ParsedSshKey => ({ isValid: false, reason });

function decode(base64: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return null;
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Each field has its length before it, in four bytes; null when they do not add up. */
function readFields(bytes: Uint8Array): Uint8Array[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length) return null;
    const length = view.getUint32(at);
    if (at + 4 + length > bytes.length) return null;
    fields.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/** A number begins with a zero byte where its first bit would else read as a sign. */
const bitsOf = (number: Uint8Array | undefined): number =>
  number ? (number[0] === 0 ? number.length - 1 : number.length) * 8 : 0;
