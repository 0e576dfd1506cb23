import { SECOND_MS } from "../units";

/** The time of an operation that has ended. */
export type LogSpan = { id: string; fromAt: string; toAt: string };

/** Lines one after the other, either all of one operation's time (`spanId`) or of none. */
export type LogFold<Line> = { spanId: string | null; lines: Line[] };

/** The gateway says that it found its node a moment after the operation has ended. */
const AFTER_MS = 3 * SECOND_MS;

/** The lines, in their order, in parts: what was written while an operation ran is one part, and so is what was between two. */
export function foldLines<Line extends { at: string }>(
  lines: readonly Line[],
  spans: readonly LogSpan[],
): LogFold<Line>[] {
  const times = spans.map(({ id, fromAt, toAt }) => ({
    id,
    fromMs: Date.parse(fromAt),
    toMs: Date.parse(toAt) + AFTER_MS,
  }));
  const folds: LogFold<Line>[] = [];
  for (const line of lines) {
    const atMs = Date.parse(line.at);
    const spanId = times.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)?.id ?? null;
    const last = folds.at(-1);
    if (last?.spanId === spanId) last.lines.push(line);
    else folds.push({ spanId, lines: [line] });
  }
  return folds;
}
