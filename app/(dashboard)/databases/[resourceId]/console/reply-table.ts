import type { JsonReply } from "@/lib/core/console/json-reply";

type Several = Extract<JsonReply, { items: JsonReply[] }>;
type Scalar = Exclude<JsonReply, Several>;

/** As redis-cli writes it: texts in quotes, numbers with their type. */
export function scalarText(reply: Scalar): string {
  switch (reply.type) {
    case "text": {
      const more = reply.omitted ? ` … and ${reply.omitted} more bytes` : "";
      return ("value" in reply ? JSON.stringify(reply.value) : `base64 ${reply.base64}`) + more;
    }
    case "status":
      return reply.value;
    case "nil":
      return "(nil)";
    case "boolean":
      return `(${reply.value})`;
    default:
      return `(${reply.type}) ${reply.value}`;
  }
}

/** Pairs of a map, members with scores, and entries of a stream as rows; null for what is a plain list. */
export function tableOf(reply: Several): { columns: string[]; rows: JsonReply[][] } | null {
  if (reply.type === "map") return { columns: ["Field", "Value"], rows: pairsOf(reply.items) };
  const pairs = reply.items.map((item) => ("items" in item && item.items.length === 2 ? item.items : null));
  const whole = pairs.filter((pair) => pair !== null);
  if (whole.length === 0 || whole.length < pairs.length) return null;
  if (whole.every(([, second]) => second?.type === "double"))
    return { columns: ["Member", "Score"], rows: whole };
  if (whole.every(isEntry)) return { columns: ["Id", "Fields"], rows: whole.map(withFields) };
  return null;
}

const pairsOf = (items: JsonReply[]): JsonReply[][] =>
  items.flatMap((_item, place) => (place % 2 === 0 ? [items.slice(place, place + 2)] : []));

const isEntry = ([id, fields]: JsonReply[]): boolean =>
  id?.type === "text" && "value" in id && /^\d+-\d+$/.test(id.value) && fields?.type === "list";

/** An entry's fields are told as a flat list. */
const withFields = ([id, fields]: JsonReply[]): JsonReply[] =>
  id && fields && "items" in fields ? [id, { ...fields, type: "map" }] : [];
