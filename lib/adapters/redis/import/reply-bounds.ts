import { KIB, MIB } from "../../../core/units";

/** What may be read of a server that nobody here runs, between one question and the next. */
export type ReplyBounds = { bytesMax: number; itemsMax: number; depthMax: number; lineBytesMax: number };

/** More than any answer to what an import asks; the largest value of a Redis is as large unless it was told otherwise. */
export const OF_IMPORT: ReplyBounds = {
  bytesMax: 512 * MIB + 64 * KIB,
  itemsMax: 8_000_000,
  depthMax: 8,
  lineBytesMax: 64 * KIB,
};

/** A look asks for counts, names, and one small value. It is taken by the web process, of whatever URL a person gives. */
export const OF_LOOK: ReplyBounds = { ...OF_IMPORT, bytesMax: 64 * MIB, itemsMax: 1_000_000 };

const LF = 10;
const CRLF_BYTES = 2;
const LENGTH = /^([$*])(-1|\d{1,10})\r\n$/;

export type BoundedReader = {
  /** Why these bytes must not be read on; null while they may. Pieces come in the order in which they were received. */
  read(piece: Buffer): string | null;
  /** Something was asked: what comes from now on is counted anew. */
  asked(): void;
};

/**
 * Follows what a server answers in RESP2, in memory that does not grow with it.
 * https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export function boundedReader(bounds: ReplyBounds): BoundedReader {
  /** Of each list that is open, how many items are still to come. */
  const left: number[] = [];
  let line = Buffer.alloc(0);
  let [skip, bytes, items] = [0, 0, 0];

  /** An item is whole, and with it each list that it was the last of. */
  const end = (): null => {
    for (let more = 0; more === 0 && left.length > 0; ) {
      more = (left.pop() ?? 0) - 1;
      if (more > 0) left.push(more);
    }
    return null;
  };
  const begin = (type: string, length: number): string | null => {
    if (length < 0 || (length === 0 && type === "*")) return end();
    if (type === "$") {
      skip = length + CRLF_BYTES;
      return length > bounds.bytesMax ? TOO_MUCH : end();
    }
    left.push(length);
    items += length;
    if (left.length > bounds.depthMax) return "it answered lists within lists, as Redis does not";
    return items > bounds.itemsMax ? TOO_MUCH : null;
  };
  const readLine = (text: string): string | null => {
    if (/^[+:-]/.test(text)) return end();
    const [, type = "", length] = LENGTH.exec(text) ?? [];
    return length === undefined
      ? "it answered what is not the protocol of Redis"
      : begin(type, Number(length));
  };
  /** Reads one line, or what there is of it, after what is passed over; answers where the next one begins. */
  const readOn = (piece: Buffer, from: number): { at: number; refusal: string | null } => {
    const start = from + Math.min(skip, piece.length - from);
    skip -= start - from;
    const found = piece.indexOf(LF, start);
    const at = found === -1 ? piece.length : found + 1;
    line = Buffer.concat([line, piece.subarray(start, at)]);
    if (line.length > bounds.lineBytesMax) return { at, refusal: TOO_MUCH };
    if (found === -1) return { at, refusal: null };
    const refusal = readLine(line.toString("latin1"));
    line = Buffer.alloc(0);
    return { at, refusal };
  };

  return {
    asked: () => {
      [bytes, items] = [0, 0];
    },
    read: (piece) => {
      bytes += piece.length;
      if (bytes > bounds.bytesMax) return TOO_MUCH;
      for (let at = 0; at < piece.length; ) {
        const read = readOn(piece, at);
        if (read.refusal) return read.refusal;
        at = read.at;
      }
      return null;
    },
  };
}

const TOO_MUCH = "it answered with more than Berth takes at once";
