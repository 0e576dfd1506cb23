import { Decrypter, Encrypter } from "age-encryption";
import { NONCE_BYTES, TAG_BYTES } from "./age-chunks.mjs";
import { ofOtherKey, spoilt } from "./refusals";

/** A header for one recipient, and the key of the file that follows it. */
export async function newHeader(recipient: string): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  let fileKey = new Uint8Array();
  // A recipient that adds nothing to the header: the key is made within, and told to recipients alone.
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = key.slice();
      return [];
    },
  });
  const emptyFile = await encrypter.encrypt(new Uint8Array());
  return { header: emptyFile.slice(0, emptyFile.length - NONCE_BYTES - TAG_BYTES), fileKey };
}

/** Finds the header at the beginning of a file. @throws DomainError `invalid` reason `archive_spoilt` or `archive_of_other_key`. */
export async function openHeader(
  beginning: Uint8Array,
  identity: string,
): Promise<{ bytes: number; fileKey: Uint8Array }> {
  const text = Buffer.from(beginning).toString("latin1");
  const [header] = /^age-encryption\.org\/v1\n.*?\n--- [^\n]*\n/s.exec(text) ?? [];
  if (header === undefined) throw spoilt("it does not begin as an age file does.");
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    const fileKey = await decrypter.decryptHeader(Buffer.from(header, "latin1"));
    return { bytes: header.length, fileKey };
  } catch (error) {
    // Whatever is wrong with a header comes as a plain Error.
    const isOthers = error instanceof Error && error.message.includes("no identity matched");
    throw isOthers ? ofOtherKey(error) : spoilt("its header was changed.", error);
  }
}
