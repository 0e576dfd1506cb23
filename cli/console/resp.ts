/** What Redis answers, in RESP2 and RESP3: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export type Reply =
  | { type: "text"; bytes: Buffer }
  | { type: "status" | "error" | "integer" | "double"; value: string }
  | { type: "boolean"; value: boolean }
  | { type: "nil" }
  /** Items of a map are its keys and values in turns. */
  | { type: Several; items: Reply[] };

type Several = "list" | "set" | "map" | "push";

const CRLF = "\r\n";
/** Of what is no text with a length of its own. */
const LINE_BYTES_MAX = 1_000_000;
/** "txt:" or "mkd:" */
const VERBATIM_FORMAT_BYTES = 4;

/** A command as Redis takes it. */
export const encode = (words: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat([
    Buffer.from(`*${words.length}${CRLF}`),
    ...words.flatMap((word) => {
      const bytes = Buffer.from(word);
      return [Buffer.from(`$${bytes.length}${CRLF}`), bytes, Buffer.from(CRLF)];
    }),
  ]);

/** A list whose items are still coming; null for attributes, which are about the reply after them and left out. */
type Opened = { type: Several | null; left: number; items: Reply[] };
type Read = { value: Reply | Opened; next: number } | { neededBytes: number };

/**
 * Takes bytes as they come, in any pieces, and answers the replies that are complete; what was read once is not read again.
 * @throws Error for what is not the protocol.
 */
export function newReader(): (piece: Buffer) => Reply[] {
  let pieces: Buffer[] = [];
  let size = 0;
  let neededBytes = 1;
  const opened: Opened[] = [];
  return (piece) => {
    pieces.push(piece);
    size += piece.length;
    if (size < neededBytes) return [];
    const bytes = Buffer.concat(pieces);
    const replies: Reply[] = [];
    let at = 0;
    for (;;) {
      const read = readOne(bytes, at);
      if ("neededBytes" in read) {
        neededBytes = read.neededBytes;
        break;
      }
      at = read.next;
      const reply = close(opened, read.value);
      if (reply) replies.push(reply);
    }
    pieces = [bytes.subarray(at)];
    size = bytes.length - at;
    return replies;
  };
}

/** Puts a value where it belongs; answers the reply that it completes. */
function close(opened: Opened[], value: Reply | Opened): Reply | null {
  let current = value;
  for (;;) {
    if ("left" in current) {
      if (current.left > 0) {
        opened.push(current);
        return null;
      }
      if (current.type === null) return null;
      current = { type: current.type, items: current.items };
    }
    const around = opened.at(-1);
    if (!around) return current;
    around.items.push(current);
    around.left -= 1;
    if (around.left > 0) return null;
    opened.pop();
    current = around;
  }
}

function readOne(bytes: Buffer, at: number): Read {
  const end = bytes.indexOf(CRLF, at);
  const has = bytes.length - at;
  if (end === -1 && has > LINE_BYTES_MAX) throw new Error("this is not the protocol of Redis");
  if (end === -1) return { neededBytes: has + 1 };
  const type = String.fromCharCode(bytes[at] ?? 0);
  const line = bytes.toString("utf8", at + 1, end);
  const next = end + CRLF.length;
  const simple = simpleReply(type, line) ?? opening(type, line);
  if (simple) return { value: simple, next };
  const length = lengthOf(line);
  if (length < 0) return { value: { type: "nil" }, next };
  const close = next + length + CRLF.length;
  if (bytes.length < close) return { neededBytes: close - at };
  return { value: textReply(type, bytes.subarray(next, next + length)), next: close };
}

function simpleReply(type: string, line: string): Reply | null {
  if (type === "+") return { type: "status", value: line };
  if (type === "-") return { type: "error", value: line };
  if (type === ":" || type === "(") return { type: "integer", value: line };
  if (type === ",") return { type: "double", value: line };
  if (type === "#") return { type: "boolean", value: line === "t" };
  return type === "_" ? { type: "nil" } : null;
}

const SEVERAL: Readonly<Record<string, { type: Several | null; each: number }>> = {
  "*": { type: "list", each: 1 },
  "~": { type: "set", each: 1 },
  ">": { type: "push", each: 1 },
  "%": { type: "map", each: 2 },
  "|": { type: null, each: 2 },
};

function opening(type: string, line: string): Reply | Opened | null {
  const several = SEVERAL[type];
  if (!several) return null;
  const count = lengthOf(line);
  return count < 0 ? { type: "nil" } : { type: several.type, left: count * several.each, items: [] };
}

function textReply(type: string, bytes: Buffer): Reply {
  if (type === "$") return { type: "text", bytes };
  if (type === "=") return { type: "text", bytes: bytes.subarray(VERBATIM_FORMAT_BYTES) };
  if (type === "!") return { type: "error", value: bytes.toString() };
  throw new Error("this is not the protocol of Redis");
}

function lengthOf(line: string): number {
  if (!/^(?:-1|\d+)$/.test(line)) throw new Error("this is not the protocol of Redis");
  return Number(line);
}
