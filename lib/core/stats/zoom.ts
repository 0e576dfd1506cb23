import { MINUTE_MS } from "../units";
import { SPAN_MS } from "./resolutions";

/** Both ends of a range, milliseconds since 1970. */
export type Span = { fromMs: number; toMs: number };

/** The span in full minutes, no shorter and no longer than a chart covers, and not past `nowMs`. */
function within({ fromMs, toMs }: Span, nowMs: number): Span {
  const wanted = Math.ceil((toMs - fromMs) / MINUTE_MS) * MINUTE_MS;
  const length = Math.min(Math.max(wanted, SPAN_MS.min), SPAN_MS.max);
  const middle = (fromMs + toMs) / 2;
  const start = Math.floor((middle - length / 2) / MINUTE_MS) * MINUTE_MS;
  const latest = Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS - length;
  const from = Math.min(start, latest);
  return { fromMs: from, toMs: from + length };
}

/** What lies between two places of a span, each from 0 (its beginning) to 1 (its end), in either order. */
export function zoomIn(span: Span, places: readonly [number, number], nowMs: number): Span {
  const [first = 0, last = 1] = places.toSorted((a, b) => a - b);
  const length = span.toMs - span.fromMs;
  return within({ fromMs: span.fromMs + first * length, toMs: span.fromMs + last * length }, nowMs);
}

/** Twice the span around the same middle. */
export function zoomOut({ fromMs, toMs }: Span, nowMs: number): Span {
  const half = (toMs - fromMs) / 2;
  return within({ fromMs: fromMs - half, toMs: toMs + half }, nowMs);
}

/** As long a span, half of it earlier (-1) or later (1). */
export function moveBy({ fromMs, toMs }: Span, direction: -1 | 1, nowMs: number): Span {
  const byMs = (direction * (toMs - fromMs)) / 2;
  return within({ fromMs: fromMs + byMs, toMs: toMs + byMs }, nowMs);
}

/** The place of the moment in `times` that is nearest, which are in equal steps; null when there are none. */
export function nearestPlace(times: readonly number[], atMs: number): number | null {
  const [first, second = first] = times;
  if (first === undefined || second === undefined) return null;
  const place = second === first ? 0 : Math.round((atMs - first) / (second - first));
  return Math.min(Math.max(place, 0), times.length - 1);
}
