import { describe, expect, it } from "vitest";
import { DEFAULT_PLANS } from "../plans/catalog";
import { GIB, MINUTE_MS } from "../units";
import { isLost, isOutdated, replacementNote } from "./replace";

const since = new Date("2026-01-01T00:00:00Z");
const minutesLater = (minutes: number) => new Date(since.getTime() + minutes * MINUTE_MS);
const afterMs = 10 * MINUTE_MS;

describe("a host is lost for good", () => {
  it.each([
    ["left", 0, true],
    ["down", 9, false],
    ["down", 10, true],
    ["drained", 1_000, false],
    ["paused", 1_000, false],
    ["ready", 1_000, false],
  ] as const)("one that is %s for %i minutes: %s", (state, minutes, expected) => {
    expect(isLost({ state, since }, { now: minutesLater(minutes), afterMs })).toBe(expected);
  });

  it("is none that nobody knows", () => {
    expect(isLost(undefined, { now: minutesLater(1_000), afterMs })).toBe(false);
  });
});

describe("what is said of a node whose host is away", () => {
  const host = (id: string) => ({
    ...{ id, memoryBytes: 8 * GIB, reservedByOthersBytes: 0, isReady: true, isReachable: true },
  });
  const plan = { ...DEFAULT_PLANS[1]!, isHighlyAvailable: true };
  const room = {
    hosts: ["a", "b", "d"].map(host),
    reservedByHost: new Map(),
    plan,
    taken: ["a", "b"],
    afterMs,
  };
  const away = { name: "c", state: "down", since } as const;

  it.each([
    [
      "down",
      1,
      "c is gone: unless it is back by 2026-01-01T00:10:00.000Z, a node is made in its place on another host.",
    ],
    ["down", 10, "c is gone: a node is made in its place on another host."],
    ["left", 0, "c left the Swarm: a node is made in its place on another host."],
    ["drained", 60, null],
  ] as const)("%s for %i minutes", (state, minutes, expected) => {
    expect(replacementNote({ ...away, state }, { ...room, now: minutesLater(minutes) })).toBe(expected);
  });

  it("is that no other host has room where none has", () => {
    const hosts = room.hosts.slice(0, 2);
    expect(replacementNote(away, { ...room, hosts, now: minutesLater(1) })).toBe(
      "c is gone, and no other host has room for a node in its place: add one, or bring it back.",
    );
  });
});

describe("a Sentinel counts on what is no more", () => {
  const now = { members: ["n1", "n2", "n4"], sentinels: 3 };
  it.each([
    [{ replicas: ["n2", "n4"], others: 2 }, false],
    [{ replicas: ["n2"], others: 1 }, false],
    [{ replicas: ["n2", "n3"], others: 2 }, true],
    [{ replicas: ["n2", "n4"], others: 3 }, true],
  ])("%j: %s", (knowledge, expected) => {
    expect(isOutdated(knowledge, now)).toBe(expected);
  });
});
