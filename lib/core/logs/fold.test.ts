import { expect, test } from "vitest";
import { foldLines } from "./fold";

const at = (second: number) => ({ at: new Date(1_800_000_000_000 + second * 1_000).toISOString() });
const span = (id: string, from: number, to: number) => ({ id, fromAt: at(from).at, toAt: at(to).at });
const counts = (seconds: number[], spans: ReturnType<typeof span>[]) =>
  foldLines(seconds.map(at), spans).map(({ spanId, lines }) => [spanId, lines.length]);

test.each([
  ["no operation: one part", [1, 2, 3], [], [[null, 3]]],
  [
    "thirty lines of a change are one part",
    [1, 10, 11, 12, 30],
    [span("a", 10, 12)],
    [
      [null, 1],
      ["a", 3],
      [null, 1],
    ],
  ],
  [
    "a moment after its end still counts, later does not",
    [12, 14, 15],
    [span("a", 10, 12)],
    [
      ["a", 2],
      [null, 1],
    ],
  ],
  [
    "two operations one after the other stay two",
    [1, 2, 21],
    [span("b", 20, 30), span("a", 0, 5)],
    [
      ["a", 2],
      ["b", 1],
    ],
  ],
  ["no lines", [], [span("a", 0, 5)], []],
])("%s", (_, seconds, spans, parts) => {
  expect(counts(seconds, spans)).toEqual(parts);
});
