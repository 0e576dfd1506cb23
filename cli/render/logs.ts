import { z } from "zod";
import { parseJson } from "@/lib/core/json";

const DATA = "data: ";
const Frame = z.object({ event: z.literal("log"), log: z.string() });

/** The log's line that a line of a stream of server-sent events carries; null for one that carries none. */
export function logLine(line: string): string | null {
  if (!line.startsWith(DATA)) return null;
  return Frame.safeParse(parseJson(line.slice(DATA.length))).data?.log ?? null;
}
