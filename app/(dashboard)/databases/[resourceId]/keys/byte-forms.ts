import { fromBase64, fromHex, toBase64, toHex } from "@/lib/core/bytes/base64";
import { textOf } from "@/lib/core/bytes/text";
import { parseJson } from "@/lib/core/json";

/** How bytes are shown and typed. */
export type ByteForm = "text" | "json" | "hex";

/** Without the spaces between its parts: reading and writing it would round long numbers. */
const compact = (json: string): string => json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");

/** Of what comes back the same when it is drawn up in lines. */
const isStructure = (text: string): boolean => {
  const value = parseJson(text);
  return typeof value === "object" && value !== null && JSON.stringify(value) === compact(text);
};

/** The form that says most: digits where it is no text, which a field could not hold either. */
export function bestForm(base64: string): ByteForm {
  const text = textOf(fromBase64(base64));
  if (text === null || !survives(text)) return "hex";
  return isStructure(text) ? "json" : "text";
}

/** A field of the browser turns line ends of other systems into its own. */
const survives = (text: string): boolean => !/[\r\0]/.test(text);

/** Bytes in that form; null where they have none in it. */
export function written(base64: string, form: ByteForm): string | null {
  const bytes = fromBase64(base64);
  if (form === "hex") return toHex(bytes);
  const text = textOf(bytes);
  if (text === null || !survives(text)) return null;
  if (form === "text") return text;
  return isStructure(text) ? JSON.stringify(parseJson(text), null, 2) : null;
}

/** What was typed, in base64; or why it is nothing of that form. */
export function readTyped(typed: string, form: ByteForm): { base64: string } | { problem: string } {
  const encode = (text: string) => ({ base64: toBase64(new TextEncoder().encode(text)) });
  if (form === "text") return encode(typed);
  if (form === "hex") {
    const bytes = fromHex(typed);
    return bytes ? { base64: toBase64(bytes) } : { problem: "Type pairs of the digits 0 to 9 and a to f." };
  }
  return parseJson(typed) === undefined ? { problem: "This is not JSON." } : encode(compact(typed));
}
