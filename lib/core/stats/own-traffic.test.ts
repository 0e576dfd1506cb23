import { expect, test } from "vitest";
import { ownTraffic, type TrafficReading } from "./own-traffic";

const BEFORE: TrafficReading = {
  atMs: 0,
  commands: 0,
  reserved: 0,
  auths: 0,
  pings: 0,
  infos: 0,
  askedBytes: 100,
  answerBytes: 6_000,
  checkBytes: 500,
};
/** What ten seconds of nothing but Berth count: five checks of the gateway and the sampler's own look before. */
const QUIET = { auths: 5, infos: 6, commands: 11 };

const after = (changes: Partial<TrafficReading>): TrafficReading => ({ ...BEFORE, atMs: 10_000, ...changes });
/** What is left for people. */
const left = (changes: Partial<TrafficReading>, isBusy = false) => {
  const now = after(changes);
  return now.commands - ownTraffic(BEFORE, now, isBusy).commands;
};

test.each([
  ["the gateway's checks and the sampler", QUIET],
  ["one check less", { auths: 4, infos: 5, commands: 9 }],
  ["one check more", { auths: 6, infos: 7, commands: 13 }],
  ["an open page of the database", { auths: 9, infos: 8, pings: 2, commands: 19 }],
  ["two open pages", { auths: 13, infos: 10, pings: 4, commands: 27 }],
  ["a setting that Berth brings", { ...QUIET, auths: 6, reserved: 3, commands: 15 }],
])("of an idle database nothing is left: %s", (_what, changes) => {
  expect(left(changes)).toBe(0);
});

test.each([
  ["commands of a client that stays", { ...QUIET, commands: 11 + 50 }, 50],
  ["a client that does nothing but PING", { ...QUIET, pings: 1_000, commands: 1_011 }, 1_000],
  ["clients that ask INFO", { ...QUIET, infos: 106, commands: 111 }, 99],
  ["clients that sign in for each command", { auths: 105, infos: 6, commands: 11 + 200 }, 199],
])("what people do is left: %s", (_what, changes, expected) => {
  expect(left(changes)).toBe(expected);
});

test("while Berth works on a database, all that is asked so often is its own", () => {
  expect(left({ auths: 205, infos: 106, pings: 100, reserved: 7, commands: 418 }, true)).toBe(0);
});

test("bytes of the checks, of open pages and of the sampler's own look", () => {
  const quiet = ownTraffic(BEFORE, after(QUIET), false);
  expect(quiet).toMatchObject({ inputBytes: 5 * 97 + 100, outputBytes: 6_000 + 5 * 505 });
  const open = ownTraffic(BEFORE, after({ auths: 9, infos: 8, pings: 2 }), false);
  expect(open).toMatchObject({ inputBytes: 5 * 97 + 2 * 220 + 100, outputBytes: 3 * 6_000 + 5 * 505 + 34 });
});
