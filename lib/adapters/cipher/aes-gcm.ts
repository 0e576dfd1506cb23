import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { DomainError } from "../../core/errors";
import type { Cipher } from "../../ports/cipher";

const VERSION = "v1:";
const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

function unreadable(cause?: unknown): DomainError {
  const message =
    "A stored secret cannot be read: it was changed, or the key of this installation is another one.";
  return new DomainError("internal", "secret_unreadable", message, { cause });
}

/** AES-256-GCM with a key of 32 bytes; the text is `v1:` and base64url of nonce, tag and cipher text. */
export function aesGcmCipher(key: Buffer): Cipher {
  return {
    encrypt(plainText) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv);
      const body = Buffer.concat([cipher.update(plainText, "utf8"), cipher.final()]);
      return VERSION + Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
    },
    decrypt(cipherText) {
      if (!cipherText.startsWith(VERSION)) throw unreadable();
      const bytes = Buffer.from(cipherText.slice(VERSION.length), "base64url");
      if (bytes.length < IV_BYTES + TAG_BYTES) throw unreadable();
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const body = bytes.subarray(IV_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
      } catch (error) {
        throw unreadable(error);
      }
    },
  };
}
