import "server-only";
import pTimeout from "p-timeout";
import { DomainError } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";

/** A pasted environment may have a million characters. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
const BODY_MS = MINUTE_MS;

/** The JSON of a request; `{}` for an empty body. @throws DomainError `invalid` reason `not_json`, also for a body that is too large; `body_late`. */
export async function readJson(request: Request): Promise<{ text: string; value: unknown }> {
  const text = await readText(request);
  if (text.trim() === "") return { text, value: {} };
  try {
    return { text, value: withoutUnkept(JSON.parse(text)) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DomainError("invalid", "not_json", "The body is not JSON.", { cause: error });
  }
}

async function readBytes(body: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX)
      throw new DomainError("invalid", "not_json", "The body is larger than 4 MiB.");
    chunks.push(chunk);
  }
  return chunks;
}

async function readText(request: Request): Promise<string> {
  if (!request.body) return "";
  const late = new DomainError("invalid", "body_late", "The body did not come to its end within a minute.");
  const chunks = await pTimeout(readBytes(request.body), { milliseconds: BODY_MS, message: late });
  try {
    // By itself it would put a sign in the place of what it cannot read, and that would be kept.
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new DomainError("invalid", "not_json", "The body is not in UTF-8.", { cause: error });
  }
}

/** What PostgreSQL keeps in no text: a NUL character, and half of a pair that stands for one character. */
const UNKEPT = /[\0\p{Surrogate}]/u;

/** @throws DomainError `invalid` for text that cannot be kept; nobody has a use for it. */
export function withoutUnkept<T>(value: T): T {
  if (!hasUnkept(value)) return value;
  const message = "Text must have no NUL character and no half of a surrogate pair.";
  throw new DomainError("invalid", "unkept_character", message);
}

/** No route takes what is nearly as deep; whoever walks through it would run out of stack. */
const DEPTH_MAX = 100;

function hasUnkept(value: unknown, depth = 0): boolean {
  if (depth > DEPTH_MAX) throw new DomainError("invalid", "not_json", "The body is nested too deeply.");
  if (typeof value === "string") return UNKEPT.test(value);
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([name, part]) => UNKEPT.test(name) || hasUnkept(part, depth + 1));
}
