import { expect, test } from "vitest";
import { hostChanges, hostNews, hostTrouble } from "./state";

const one = { id: "1", name: "one", state: "ready" as const };
const two = { id: "2", name: "two", state: "ready" as const };

test("a host that is new, of another state or of another name is a change; what is as it was is none", () => {
  const drained = { ...two, state: "drained" as const };
  expect(hostChanges([], [one])).toEqual([one]);
  expect(hostChanges([one, two], [one, drained])).toEqual([drained]);
  expect(hostChanges([one], [{ ...one, name: "first" }])).toEqual([{ ...one, name: "first" }]);
  expect(hostChanges([one, two], [two, one])).toEqual([]);
});

test("a host that is not there any more has left, once; when it is back that is a change again", () => {
  const left = { ...two, state: "left" as const };
  expect(hostChanges([one, two], [one])).toEqual([left]);
  expect(hostChanges([one, left], [one])).toEqual([]);
  expect(hostChanges([one, left], [one, two])).toEqual([two]);
});

test.each([
  ["ready", null],
  ["paused", null],
  ["drained", "is drained since 2026-01-02T03:04:05.000Z"],
  ["down", "is gone since 2026-01-02T03:04:05.000Z"],
  ["left", "left the Swarm, noticed 2026-01-02T03:04:05.000Z"],
] as const)("of a host that is %s is told: %s", (state, words) => {
  const trouble = hostTrouble({ name: "two", state, since: new Date("2026-01-02T03:04:05Z") });
  if (words === null) expect(trouble).toBeNull();
  else expect(trouble).toContain(words);
});

test.each([
  [null, "ready", "host_joined"],
  [null, "drained", "host_drained"],
  ["ready", "paused", null],
  ["paused", "ready", null],
  ["ready", "down", "host_gone"],
  ["paused", "drained", "host_drained"],
  ["down", "ready", "host_back"],
  ["drained", "paused", "host_back"],
  ["left", "ready", "host_back"],
  ["down", "left", "host_left"],
] as const)("of a host that was %s and is %s is told: %s", (before, now, news) => {
  expect(hostNews(before, now)).toBe(news);
});
