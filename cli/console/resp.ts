/** What Redis answers: https://redis.io/docs/latest/develop/reference/protocol-spec/ (RESP2). */
export type Reply =
  | { type: "text"; value: string }
  | { type: "status"; value: string }
  | { type: "error"; value: string }
  | { type: "integer"; value: string }
  | { type: "nil" }
  | { type: "list"; items: Reply[] };

const CRLF = "\r\n";

/** A command as Redis takes it. */
export const encode = (words: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from(`*${words.length}${CRLF}`),
    ...words.map((word) => Buffer.from(`$${Buffer.byteLength(word)}${CRLF}${word}${CRLF}`)),
  ]);

type Read = { reply: Reply; next: number };

/** Takes bytes as they come, in any pieces, and answers the replies that are complete. @throws Error for what is not RESP2. */
export function newReader(): (bytes: Buffer) => Reply[] {
  let kept = Buffer.alloc(0);
  return (bytes) => {
    kept = Buffer.concat([kept, bytes]);
    const replies: Reply[] = [];
    for (let read = readReply(kept, 0); read; read = readReply(kept, 0)) {
      replies.push(read.reply);
      kept = kept.subarray(read.next);
    }
    return replies;
  };
}

/** Null while something is still to come. */
function readReply(bytes: Buffer, at: number): Read | null {
  const end = bytes.indexOf(CRLF, at);
  if (end === -1) return null;
  const line = bytes.toString("utf8", at + 1, end);
  const next = end + CRLF.length;
  switch (String.fromCharCode(bytes[at] ?? 0)) {
    case "+":
      return { reply: { type: "status", value: line }, next };
    case "-":
      return { reply: { type: "error", value: line }, next };
    case ":":
      return { reply: { type: "integer", value: line }, next };
    case "$":
      return readText(bytes, next, Number(line));
    case "*":
      return readList(bytes, next, Number(line));
    default:
      throw new Error("this is not the protocol of Redis");
  }
}

function readText(bytes: Buffer, at: number, length: number): Read | null {
  if (length < 0) return { reply: { type: "nil" }, next: at };
  if (bytes.length < at + length + CRLF.length) return null;
  return {
    reply: { type: "text", value: bytes.toString("utf8", at, at + length) },
    next: at + length + CRLF.length,
  };
}

function readList(bytes: Buffer, at: number, length: number): Read | null {
  if (length < 0) return { reply: { type: "nil" }, next: at };
  const items: Reply[] = [];
  let next = at;
  for (let count = 0; count < length; count += 1) {
    const read = readReply(bytes, next);
    if (!read) return null;
    items.push(read.reply);
    next = read.next;
  }
  return { reply: { type: "list", items }, next };
}
