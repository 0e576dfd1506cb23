import type { LogLine } from "../../../ports/container-logs";

const HEADER_BYTES = 8;

/** `2026-11-23T00:55:20.932583673Z text` */
function lineOf(raw: string): LogLine | null {
  const space = raw.indexOf(" ");
  if (space < 0) return null;
  return { at: raw.slice(0, space), text: raw.slice(space + 1).trimEnd() };
}

/**
 * Takes the engine's log apart: frames with a header of eight bytes, of which the last four are the length, and in them lines that
 * begin with their time. Give it what comes in any pieces; it answers the lines that are complete.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export function logLineReader(): (piece: Buffer) => LogLine[] {
  let bytes = Buffer.alloc(0);
  let unfinished = "";
  return (piece) => {
    bytes = Buffer.concat([bytes, piece]);
    while (bytes.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + bytes.readUInt32BE(4);
      if (bytes.length < end) break;
      unfinished += bytes.toString("utf8", HEADER_BYTES, end);
      bytes = bytes.subarray(end);
    }
    const lines = unfinished.split("\n");
    unfinished = lines.pop() ?? "";
    return lines.flatMap((line) => lineOf(line) ?? []);
  };
}
