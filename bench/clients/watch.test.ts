import { expect, test } from "vitest";
import { type Figures, HUNG_MS, type Phase, watch, wordOf } from "./watch";

/** What a watch makes of lines that come 10 ms apart during one move. */
function seen(lines: readonly string[], phase: Phase = "up"): Figures {
  const { line, figures } = watch("c");
  for (const [place, text] of lines.entries()) line(text, place * 10, phase);
  return figures[phase];
}

test.each<[string, string[], Partial<Figures>]>([
  [
    "a program that reads what it wrote",
    ["set 1", "incr 1", "get 1 1", "count 1"],
    { acknowledged: 2, stale: 0 },
  ],
  ["a key that is not there any more", ["set 1", "get 1 "], { stale: 1 }],
  ["a key that nobody acknowledged", ["get 1 nil"], { stale: 0 }],
  ["a counter that reads less than was acknowledged", ["incr 7", "count 6"], { stale: 1 }],
  ["a counter that begins anew", ["incr 5537", "incr 1", "incr 2", "incr 5538"], { stale: 2 }],
  ["the answer of redis-cli to SET", ["set 1 OK", "get 1 1"], { acknowledged: 1, stale: 0 }],
  [
    "an error told beside the answers",
    ["event Error: NOREPLICAS Not enough", "event read ECONNRESET"],
    { noReplicas: 1, closed: 0 },
  ],
])("%s", (_, lines, figures) => {
  expect(seen(lines)).toMatchObject(figures);
});

test.each([
  ["NOREPLICAS Not enough good replicas to write.", "noReplicas"],
  ["ReadOnlyError READONLY You can't write against a read only replica.", "readOnly"],
  ["WRONGPASS invalid username-password pair or user is disabled.", "signIn"],
  ["AUTH failed while reconnecting", "signIn"],
  ["Redis server db-1:6379 went away", "closed"],
  ["ConnectionError Connection closed by server.", "closed"],
  ["Redis::CannotConnectError Waited 1.0 seconds", "timedOut"],
  ["ERR unknown command", "other"],
])("%s is told as %s", (text, word) => {
  expect(wordOf(text)).toBe(word);
});

test("a silence counts once, when it began after a first answer and until the next one", () => {
  const { line, tick, figures } = watch("c");
  tick(HUNG_MS * 2, "before");
  line("set 1", HUNG_MS * 2, "up");
  tick(HUNG_MS * 3, "up");
  tick(HUNG_MS * 3 + 1, "up");
  tick(HUNG_MS * 4, "up");
  expect(figures.up.hung).toBe(1);
  line("set 2", HUNG_MS * 4, "up");
  tick(HUNG_MS * 5 + 1, "up");
  expect(figures).toMatchObject({ before: { hung: 0 }, up: { hung: 2, gapMs: 2 * HUNG_MS } });
});

test("a program that fails with certain words does so until its next acknowledged write", () => {
  const { line, failsWith } = watch("c");
  const says = () => failsWith(/^Connection lost$/);
  line("fail read error on connection", 1, "up");
  expect(says()).toBe(false);
  line("fail Connection lost", 2, "up");
  line("event read ECONNRESET", 3, "up");
  expect(says()).toBe(true);
  line("set 1", 4, "up");
  expect(says()).toBe(false);
});
