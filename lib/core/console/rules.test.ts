import { expect, test } from "vitest";
import { isReadOnly, judgeCommand } from "./rules";

const LOCKED = { isUnlocked: false };
const OPEN = { isUnlocked: true };
const of = (line: string) => line.split(" ");

test.each([
  ["GET k", ["readonly", "fast"]],
  ["XREAD STREAMS block 0", ["readonly", "blocking"]],
  ["PING", ["fast"]],
  ["INFO memory", []],
  ["SLOWLOG GET 10", ["admin"]],
  ["memory usage k", ["readonly"]],
  ["OBJECT ENCODING k", ["readonly"]],
])("%s is run while the console is locked", (line, flags) => {
  expect(judgeCommand(of(line), flags, LOCKED)).toEqual({ allowed: true, isWrite: false });
});

test.each([
  ["SET k v", ["write", "denyoom"]],
  ["SORT l", ["write", "denyoom"]],
  ["EVAL script 0", ["noscript"]],
  ["EVAL_RO script 0", ["noscript", "readonly"]],
  ["FCALL_RO name 0", ["noscript", "readonly"]],
  ["PUBLISH c m", ["pubsub"]],
  ["SLOWLOG RESET", ["admin"]],
  ["MEMORY PURGE", ["readonly"]],
  ["SCRIPT FLUSH", ["noscript"]],
  ["NOSUCHCOMMAND", []],
  // Whatever a list of ours says: the server's flag wins.
  ["PING", ["write"]],
])("%s needs an unlocked console", (line, flags) => {
  expect(judgeCommand(of(line), flags, LOCKED)).toMatchObject({ allowed: false, reason: "read_only" });
});

test.each(["SET k v", "DEL k", "HSET h f v", "XTRIM s MAXLEN 0"])("%s is run once it is unlocked", (line) => {
  expect(judgeCommand(of(line), ["write"], OPEN)).toEqual({ allowed: true, isWrite: true });
});

test.each([
  ["FLUSHALL", "FLUSHALL"],
  ["flushdb ASYNC", "FLUSHDB"],
  ["EVAL script 0", "EVAL"],
  ["SCRIPT FLUSH", "SCRIPT FLUSH"],
  ["FUNCTION DELETE lib", "FUNCTION DELETE"],
  ["DEL a b", "DEL"],
  ["UNLINK a b c", "UNLINK"],
  ["SWAPDB 0 1", "SWAPDB"],
])("%s takes %s to be typed", (line, confirm) => {
  const judge = (typed?: string) => judgeCommand(of(line), ["write"], { ...OPEN, confirm: typed });
  expect(judge()).toMatchObject({ allowed: false, reason: "unconfirmed", confirm });
  expect(judge("something else")).toMatchObject({ allowed: false, reason: "unconfirmed" });
  expect(judge(confirm.toLowerCase())).toEqual({ allowed: true, isWrite: true });
});

test.each([
  "SUBSCRIBE c",
  "psubscribe *",
  "MONITOR",
  "BLPOP l 0",
  "XREAD BLOCK 0 STREAMS s $",
  "XREADGROUP GROUP g c BLOCK 5 STREAMS s >",
  "MULTI",
  "AUTH secret",
  "HELLO 3",
  "SELECT 1",
  "CLIENT REPLY OFF",
  "CLIENT TRACKING on",
  "SYNC",
  "WAIT 1 0",
])("%s is refused with the reason, unlocked or not", (line) => {
  for (const state of [LOCKED, OPEN]) {
    const verdict = judgeCommand(of(line), ["readonly"], state);
    expect(verdict).toMatchObject({ allowed: false, reason: "refused" });
    if (!verdict.allowed) expect(verdict.message).toMatch(/is not run here\. \w.*\.$/);
  }
});

test("what the server says blocks is refused, though no list of ours has it", () => {
  expect(judgeCommand(["NEWPOP", "l"], ["write", "blocking"], OPEN)).toMatchObject({ reason: "refused" });
});

test("a subcommand is never read-only because its container is", () => {
  for (const line of ["MEMORY PURGE", "OBJECT SETX k", "CONFIG SET a b", "ACL SETUSER a"])
    expect(isReadOnly(of(line), ["readonly"])).toBe(false);
});
