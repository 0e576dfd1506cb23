import type { Reply } from "./resp";

/** Lines of a reply for people: text in quotes, types named, lists numbered. */
export function showReply(reply: Reply): string[] {
  switch (reply.type) {
    case "text":
      return [JSON.stringify(reply.value)];
    case "status":
      return [reply.value];
    case "error":
      return [`(error) ${reply.value}`];
    case "integer":
      return [`(integer) ${reply.value}`];
    case "nil":
      return ["(nil)"];
    case "list":
      return reply.items.length === 0 ? ["(empty list)"] : reply.items.flatMap(numbered(reply.items.length));
  }
}

const numbered =
  (count: number) =>
  (item: Reply, index: number): string[] => {
    const number = `${String(index + 1).padStart(String(count).length)}) `;
    const space = " ".repeat(number.length);
    return showReply(item).map((line, row) => (row === 0 ? number : space) + line);
  };

/** Lines of a reply for programs: values alone, as they are. */
export function rawReply(reply: Reply): string[] {
  if (reply.type === "nil") return [""];
  return reply.type === "list" ? reply.items.flatMap(rawReply) : [reply.value];
}
