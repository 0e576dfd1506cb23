import { expect, test } from "vitest";
import { MIB } from "../units";
import { type Judged, whySmall } from "./plausible";

const judged: Judged = {
  keysAtStart: { 0: 900, 5: 100 },
  keysAtEnd: { 0: 950, 5: 100 },
  keysByDatabase: { 0: 920, 5: 100 },
  dumpBytes: 20 * MIB,
  formerBytes: [19 * MIB, 21 * MIB, 20 * MIB],
};

test.each<[string, Partial<Judged>, RegExp | null]>([
  ["as many keys as there were", {}, null],
  ["a few less, whose time ran out", { keysByDatabase: { 0: 600 } }, null],
  ["less than half of the keys", { keysByDatabase: { 0: 400 } }, /400 keys, .* at least 1000/],
  ["none at all", { keysByDatabase: {} }, /0 keys/],
  [
    "few keys where there were few before",
    { keysAtStart: { 0: 2 }, keysAtEnd: {}, keysByDatabase: {} },
    null,
  ],
  ["most keys deleted while it was taken", { keysAtEnd: { 0: 1 }, keysByDatabase: { 0: 1 } }, null],
  ["nobody could count", { keysAtStart: null, keysAtEnd: null, keysByDatabase: {} }, null],
  ["less than half of the usual size", { dumpBytes: 9 * MIB }, /9\.0 MiB, .* about 20\.0 MiB/],
  ["the first one", { dumpBytes: 100, formerBytes: [] }, null],
  ["small as always", { dumpBytes: 100, formerBytes: [1_000, 1_000] }, null],
])("%s", (_name, changes, why) => {
  const told = whySmall({ ...judged, ...changes });
  if (why) expect(told).toMatch(why);
  else expect(told).toBeNull();
});
