import { fromBase64, toHex } from "@/lib/core/bytes/base64";
import { textOf } from "@/lib/core/bytes/text";

const SHOWN_MAX = 500;
const UNSEEN = /[\p{Cc}\p{Cf}]/u;

/** Bytes on one line: as they are where they can be read, in quotes or as digits where not. */
export function bytesLabel(base64: string): string {
  const bytes = fromBase64(base64);
  const text = textOf(bytes);
  if (text === null) return shorten(`0x ${toHex(bytes.subarray(0, SHOWN_MAX))}`);
  return shorten(text === "" || UNSEEN.test(text) ? JSON.stringify(text) : text);
}

const shorten = (text: string): string => (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text);
