/** What Redis answers, in RESP2 and RESP3: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export type Reply =
  | { type: "text"; bytes: Buffer; omitted?: number }
  | { type: "status" | "error" | "integer" | "double"; value: string }
  | { type: "boolean"; value: boolean }
  | { type: "nil" }
  /** Items of a map are its keys and values in turns; `omitted` more came than were to be kept. */
  | { type: Several; items: Reply[]; omitted?: number };

type Several = "list" | "set" | "map" | "push";

const CRLF = "\r\n";
/** Of what is no text with a length of its own. */
const LINE_BYTES_MAX = 1_000_000;
/** About what one more item of a list costs, whatever it says. */
const ITEM_BYTES = 16;
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
type Opened = { type: Several | null; left: number; items: Reply[]; omitted: number };
/** `skip` bytes after it belong to it and are passed over. */
type Read = { value: Reply | Opened; next: number; skip?: number } | { neededBytes: number };
/** How much of the replies may still be kept. */
type Budget = { bytes: number };

/**
 * Takes bytes as they come, in any pieces, and answers the replies that are complete; what was read once is not read again. Of what goes
 * beyond `keptBytesMax`, over all replies, only the size is kept. @throws Error for what is not the protocol.
 */
export function newReader({ keptBytesMax = Number.POSITIVE_INFINITY } = {}): (piece: Buffer) => Reply[] {
  const budget = { bytes: keptBytesMax };
  const opened: Opened[] = [];
  let pieces: Buffer[] = [];
  let size = 0;
  let neededBytes = 1;
  let skip = 0;
  let held: Reply[] = [];
  return (whole) => {
    const piece = whole.subarray(skip);
    skip = Math.max(0, skip - whole.length);
    if (skip > 0) return [];
    const replies = held;
    held = [];
    pieces.push(piece);
    size += piece.length;
    if (size < neededBytes) return replies;
    const bytes = Buffer.concat(pieces);
    const taken = readAll(bytes, opened, budget);
    ({ neededBytes, skip } = taken);
    pieces = [bytes.subarray(taken.at)];
    size = bytes.length - taken.at;
    const all = [...replies, ...taken.replies];
    // The end of the last one has still to come.
    if (skip > 0 && taken.isLastHeld) held = all.splice(-1);
    return all;
  };
}

/** `at` is the first byte that is still needed; `skip` bytes after the last are passed over. */
type Taken = { replies: Reply[]; at: number; neededBytes: number; skip: number; isLastHeld: boolean };

function readAll(bytes: Buffer, opened: Opened[], budget: Budget): Taken {
  const replies: Reply[] = [];
  for (let at = 0; ; ) {
    const read = readOne(bytes, at, budget);
    if ("neededBytes" in read)
      return { replies, at, neededBytes: read.neededBytes, skip: 0, isLastHeld: false };
    at = read.next + (read.skip ?? 0);
    const reply = close(opened, read.value, budget);
    if (reply) replies.push(reply);
    const skip = at - bytes.length;
    if (skip > 0) return { replies, at: bytes.length, neededBytes: 1, skip, isLastHeld: reply !== null };
  }
}

/** Puts a value where it belongs; answers the reply that it completes. */
function close(opened: Opened[], value: Reply | Opened, budget: Budget): Reply | null {
  let current = value;
  for (;;) {
    if ("left" in current) {
      if (current.left > 0) {
        opened.push(current);
        return null;
      }
      if (current.type === null) return null;
      current = closed(current.type, current);
    }
    const around = opened.at(-1);
    if (!around) return current;
    keep(around, current, budget);
    around.left -= 1;
    if (around.left > 0) return null;
    opened.pop();
    current = around;
  }
}

const closed = (type: Several, { items, omitted }: Opened): Reply =>
  omitted > 0 ? { type, items, omitted } : { type, items };

function keep(around: Opened, item: Reply, budget: Budget): void {
  const isCut = item.type === "text" && item.bytes.length > 0;
  if (budget.bytes > 0 || isCut) around.items.push(item);
  else around.omitted += 1;
  budget.bytes -= ITEM_BYTES;
}

function readOne(bytes: Buffer, at: number, budget: Budget): Read {
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
  const kept = Math.min(length, Math.max(0, budget.bytes));
  if (kept < length) return readPart(bytes, { type, at, next, length, kept }, budget);
  const close = next + length + CRLF.length;
  if (bytes.length < close) return { neededBytes: close - at };
  budget.bytes -= length;
  return { value: textReply(type, bytes.subarray(next, next + length)), next: close };
}

type Part = { type: string; at: number; next: number; length: number; kept: number };

function readPart(bytes: Buffer, { type, at, next, length, kept }: Part, budget: Budget): Read {
  const end = next + kept;
  if (bytes.length < end) return { neededBytes: end - at };
  budget.bytes -= kept;
  // A copy: the rest of what came with it would be kept as well.
  const value = textReply(type, Buffer.from(bytes.subarray(next, end)));
  const skip = length - kept + CRLF.length;
  return { value: value.type === "text" ? { ...value, omitted: length - kept } : value, next: end, skip };
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
  return count < 0
    ? { type: "nil" }
    : { type: several.type, left: count * several.each, items: [], omitted: 0 };
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
