import "server-only";
import { DomainError } from "../../core/errors";

/** A pasted environment may have a million characters. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;

/** The JSON of a request; `{}` for an empty body. @throws DomainError `invalid` reason `not_json`, also for a body that is too large. */
export async function readJson(request: Request): Promise<{ text: string; value: unknown }> {
  const text = await readText(request);
  if (text.trim() === "") return { text, value: {} };
  try {
    return { text, value: withoutNul(JSON.parse(text)) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DomainError("invalid", "not_json", "The body is not JSON.", { cause: error });
  }
}

async function readText(request: Request): Promise<string> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX)
      throw new DomainError("invalid", "not_json", "The body is larger than 4 MiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** PostgreSQL keeps no NUL character, and nobody has a use for one. @throws DomainError `invalid` */
export function withoutNul<T>(value: T): T {
  if (hasNul(value)) throw new DomainError("invalid", "nul_character", "Text must have no NUL character.");
  return value;
}

function hasNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0");
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([name, part]) => name.includes("\0") || hasNul(part));
}
