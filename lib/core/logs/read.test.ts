import { expect, test } from "vitest";
import { markWords, readLine, readLines } from "./read";

const AT = "2026-11-29T01:43:02.328000001Z";
const REDIS_AT = "29 Nov 2026 01:43:02.328";

test.each([
  ["node-1", `1:M ${REDIS_AT} * Ready to accept connections tcp`, "info", "Ready to accept connections tcp"],
  ["node-1", `1:C ${REDIS_AT} # WARNING Memory overcommit`, "warning", "WARNING Memory overcommit"],
  ["node-1", `12:S ${REDIS_AT} - Accepted`, "debug", "Accepted"],
  ["node-1", "redis-server: no such file", "info", "redis-server: no such file"],
  ["gateway", "[WARNING]  (1) : Server nodes/n1 is DOWN", "warning", "Server nodes/n1 is DOWN"],
  ["gateway", "[ALERT]    (12) : backend 'nodes' has none", "error", "backend 'nodes' has none"],
  ["gateway", "[NOTICE]   (1) : New worker", "info", "New worker"],
  ["gateway", `1:M ${REDIS_AT} # not a node's`, "info", `1:M ${REDIS_AT} # not a node's`],
  ["web-3f2a91c0d4e5", "[WARNING]  (1) : my own", "warning", "[WARNING]  (1) : my own"],
])("of %s, %s is %s: %s", (source, text, level, rest) => {
  expect(readLine({ at: AT, source, text })).toEqual({ at: AT, source, level, text: rest });
});

const line = (second: number, text: string, source = "gateway") => ({
  at: `2026-11-29T01:43:0${second}.000000000Z`,
  source,
  text,
});
const shown = (lines: ReturnType<typeof line>[]) => readLines(lines).map(({ level, text }) => [level, text]);

test("what the gateway says twice is one line, with its level, whichever came first", () => {
  expect(
    shown([
      line(1, "Server n1 is DOWN"),
      line(1, "[WARNING]  (1) : Server n1 is DOWN"),
      line(2, "[WARNING]  (1) : Server n1 is UP"),
      line(3, "Server n1 is UP"),
    ]),
  ).toEqual([
    ["warning", "Server n1 is DOWN"],
    ["warning", "Server n1 is UP"],
  ]);
});

test("equal lines that are no pair all stay: later, of another source, or one more than their twins", () => {
  expect(shown([line(1, "[WARNING] (1) : x"), line(3, "x")])).toHaveLength(2);
  expect(shown([line(1, "[WARNING] (1) : x"), line(1, "x", "node-1")])).toHaveLength(2);
  expect(shown([line(1, "[WARNING] (1) : x"), line(1, "x"), line(1, "x")])).toHaveLength(2);
  expect(shown([line(1, "[WARNING] (1) : x"), line(1, "[WARNING] (1) : x")])).toHaveLength(2);
  expect(shown([line(1, "[WARNING] (1) : x", "web-1"), line(1, "x", "web-1")])).toHaveLength(2);
});

test.each([
  ["DB saved on disk", "SAVED", ["DB ", "[saved]", " on disk"]],
  ["a.b aXb", "a.b", ["[a.b]", " aXb"]],
  ["(x) (x)", "(x)", ["[(x)]", " ", "[(x)]"]],
  ["nothing", "some", ["nothing"]],
  ["all", "", ["all"]],
])("in %s the words %s are marked, and the parts are the whole", (text, words, parts) => {
  const found = markWords(text, words);
  expect(found.map((part) => (part.isFound ? `[${part.text}]` : part.text))).toEqual(parts);
  expect(found.map((part) => part.text).join("")).toBe(text);
});
