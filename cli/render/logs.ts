import { z } from "zod";

const Frame = z.object({ event: z.string(), log: z.string().optional() });

/** What a line of a followed log tells: plain text, or a frame of which only logs are shown. Null for nothing. */
export function logLine(line: string): string | null {
  if (!line.startsWith("{")) return line === "" ? null : line;
  const frame = Frame.safeParse(parseJson(line)).data;
  if (!frame) return line;
  return frame.event === "log" ? (frame.log ?? "").replace(/\n$/, "") : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
