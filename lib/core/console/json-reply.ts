import { textOf } from "../bytes/text";
import type { Reply } from "./resp";

/** A reply as JSON can hold it. `omitted` items and bytes beyond `value` came, and were not kept. */
export type JsonReply =
  | { type: "text"; value: string; omitted?: number }
  | { type: "text"; base64: string; omitted?: number }
  | { type: "status" | "error" | "integer" | "double"; value: string }
  | { type: "boolean"; value: boolean }
  | { type: "nil" }
  | { type: "list" | "set" | "map" | "push"; items: JsonReply[]; omitted?: number };

/** Bytes that are no text are in base64. */
export function jsonReply(reply: Reply): JsonReply {
  if (reply.type === "text") {
    const value = textOf(reply.bytes);
    const omitted = omittedOf(reply);
    return value === null
      ? { type: "text", base64: reply.bytes.toString("base64"), ...omitted }
      : { type: "text", value, ...omitted };
  }
  if (!("items" in reply)) return reply;
  return { type: reply.type, items: reply.items.map(jsonReply), ...omittedOf(reply) };
}

const omittedOf = ({ omitted }: { omitted?: number }): { omitted?: number } => (omitted ? { omitted } : {});
