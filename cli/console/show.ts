import { isUtf8 } from "node:buffer";
import type { Reply } from "@/lib/core/console/resp";

/** Lines of a reply for people: text in quotes, types named, lists numbered. */
export function showReply(reply: Reply): string[] {
  switch (reply.type) {
    case "text":
      return [quote(reply.bytes)];
    case "status":
      return [reply.value];
    case "error":
    case "integer":
    case "double":
      return [`(${reply.type}) ${reply.value}`];
    case "boolean":
      return [`(${reply.value})`];
    case "nil":
      return ["(nil)"];
    case "map":
      return reply.items.length === 0 ? ["(empty map)"] : showMap(reply.items);
    case "list":
    case "set":
    case "push":
      return reply.items.length === 0
        ? [`(empty ${reply.type})`]
        : reply.items.flatMap(numbered(reply.items.length));
  }
}

const numbered =
  (count: number) =>
  (item: Reply, index: number): string[] =>
    behind(`${String(index + 1).padStart(String(count).length)}) `, showReply(item));

const behind = (head: string, lines: string[]): string[] => {
  const space = " ".repeat(head.length);
  return lines.map((line, row) => (row === 0 ? head : space) + line);
};

function showMap(items: Reply[]): string[] {
  const count = items.length / 2;
  return items.flatMap((value, index) => {
    const key = items[index - 1];
    if (index % 2 === 0 || !key) return [];
    const number = `${String((index + 1) / 2).padStart(String(count).length)}# `;
    return behind(number, behind(`${showReply(key).join(" ")} => `, showReply(value)));
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\u0007": "\\a",
};

/** As it would be typed: what is not printable, and bytes that are no text, as `\x00`. */
function quote(bytes: Buffer): string {
  const isText = isUtf8(bytes);
  const escaped = bytes
    .toString(isText ? "utf8" : "latin1")
    .replace(isText ? /[\\"]|\p{Cc}/gu : /[^\x20-\x7e]|[\\"]/g, (character) => {
      const hex = Buffer.from(character, isText ? "utf8" : "latin1").toString("hex");
      return ESCAPES[character] ?? hex.replace(/../g, "\\x$&");
    });
  return `"${escaped}"`;
}

/** Lines of a reply for programs: values alone, as they are. */
export function rawReply(reply: Reply): Buffer[] {
  switch (reply.type) {
    case "text":
      return [reply.bytes];
    case "nil":
      return [Buffer.alloc(0)];
    case "list":
    case "set":
    case "map":
    case "push":
      return reply.items.flatMap(rawReply);
    default:
      return [Buffer.from(String(reply.value))];
  }
}
