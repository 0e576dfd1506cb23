import { CUT_SIGN, LOG_LINE_BYTES_MAX } from "../../../core/logs/line";
import type { LogLine } from "../../../ports/container-logs";

const HEADER_BYTES = 8;
const SPACE = 0x20;
const NEW_LINE = 0x0a;
/** More than a line with its end, so that a longer one is known. */
const TEXT_BYTES = LOG_LINE_BYTES_MAX + 2;
/** A record begins with its time and a space. */
const KEPT_BYTES = 40 + TEXT_BYTES;

/** A record of the engine's as far as it is read: of its text no more is kept than is shown. */
type Frame = { stream: number; left: number; kept: Buffer[]; keptBytes: number; last: number };
type Line = { at: string; text: Buffer };

export type LogLineReader = {
  /** The lines that a piece completes. */
  read(piece: Buffer): LogLine[];
  /** How many records were read; a line of more than 16 KiB is several of them. */
  records(): number;
};

/**
 * Takes the engine's log apart: records with a header of eight bytes, of which the first is the stream and the last four are the
 * length. Each begins with its time, also where it only carries on a line; a line that is too long is cut.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export function logLineReader(): LogLineReader {
  const headerOf = headerReader();
  let frame: Frame | null = null;
  let count = 0;
  const unfinished = new Map<number, Line>();

  /** The line that ends with the record, if one does. */
  const finish = ({ stream, kept, keptBytes, last }: Frame): LogLine[] => {
    count += 1;
    const bytes = Buffer.concat(kept, keptBytes);
    const space = bytes.indexOf(SPACE);
    if (space < 0) return [];
    const begun = unfinished.get(stream);
    const text = bytes.subarray(space + 1);
    const line = {
      at: begun?.at ?? bytes.toString("utf8", 0, space),
      text: begun ? Buffer.concat([begun.text, text]).subarray(0, TEXT_BYTES) : text,
    };
    if (last !== NEW_LINE) {
      unfinished.set(stream, line);
      return [];
    }
    unfinished.delete(stream);
    return [shown(line)];
  };

  const read = (piece: Buffer): LogLine[] => {
    const lines: LogLine[] = [];
    let rest = piece;
    while (rest.length > 0) {
      if (!frame) [frame, rest] = headerOf(rest);
      if (!frame) break;
      rest = take(frame, rest);
      if (frame.left > 0) break;
      lines.push(...finish(frame));
      frame = null;
    }
    return lines;
  };
  return { read, records: () => count };
}

/** Answers the record that a header announces once all of it has come, and what follows it. */
function headerReader() {
  const header = Buffer.alloc(HEADER_BYTES);
  let has = 0;
  return (bytes: Buffer): [Frame | null, Buffer] => {
    const taken = bytes.copy(header, has);
    has += taken;
    const rest = bytes.subarray(taken);
    if (has < HEADER_BYTES) return [null, rest];
    has = 0;
    return [{ stream: header[0] ?? 0, left: header.readUInt32BE(4), kept: [], keptBytes: 0, last: 0 }, rest];
  };
}

/** Gives a record its part of the bytes; answers the others. */
function take(frame: Frame, bytes: Buffer): Buffer {
  const part = bytes.subarray(0, frame.left);
  const kept = part.subarray(0, KEPT_BYTES - frame.keptBytes);
  if (kept.length > 0) frame.kept.push(kept);
  frame.keptBytes += kept.length;
  frame.last = part.at(-1) ?? frame.last;
  frame.left -= part.length;
  return bytes.subarray(part.length);
}

function shown({ at, text }: Line): LogLine {
  if (text.length < TEXT_BYTES) return { at, text: text.toString().trimEnd() };
  let end = LOG_LINE_BYTES_MAX;
  // Not within a character: the bytes after its first begin with 10.
  while (((text[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return { at, text: text.toString("utf8", 0, end) + CUT_SIGN };
}
