import { expect, test } from "vitest";
import { csvLine } from "./csv";

test.each([
  ["plain", '"plain"'],
  ["", '""'],
  ['a "word", and\nmore', '"a ""word"", and\nmore"'],
  ["=HYPERLINK(1)", '"\'=HYPERLINK(1)"'],
  ["+1", '"\'+1"'],
  ["-1", '"\'-1"'],
  ["@SUM(A1)", '"\'@SUM(A1)"'],
  ["\t=1", '"\'\t=1"'],
  ["a=1", '"a=1"'],
])("the cell %j is written %s", (cell, written) => {
  expect(csvLine([cell, "x"])).toBe(`${written},"x"\r\n`);
});
