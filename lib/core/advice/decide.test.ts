import { describe, expect, it } from "vitest";
import { DEFAULT_PLANS } from "../plans/catalog";
import { GIB, HOUR_MS, MIB, MINUTE_MS } from "../units";
import { type AdvicePoint, decideAdvice } from "./decide";

const NOW = Date.UTC(2026, 0, 20);
const DAY_MS = 24 * HOUR_MS;
const plan = DEFAULT_PLANS.find(({ id }) => id === "1g")!;

type Changes = Partial<Record<keyof Omit<AdvicePoint, "atMs">, [number, number, number]>>;

const spread = ([low, mean, high]: [number, number, number]) => ({ low, mean, high });

/** A past in quarter hours; `of` says what is different `days` ago (0 is now). */
function past(days: number, of: (daysAgo: number, index: number) => Changes = () => ({})): AdvicePoint[] {
  const count = days * 96;
  return Array.from({ length: count }, (_, index) => {
    const atMs = NOW - (count - index) * 15 * MINUTE_MS;
    const changes = of((NOW - atMs) / DAY_MS, index);
    return {
      atMs,
      usedBytes: spread(changes.usedBytes ?? [600 * MIB, 600 * MIB, 600 * MIB]),
      connections: spread(changes.connections ?? [10, 10, 10]),
      evictionsPerSecond: spread(changes.evictionsPerSecond ?? [0, 0, 0]),
      fragmentationRatio: spread(changes.fragmentationRatio ?? [1.1, 1.1, 1.1]),
    };
  });
}

const advise = (points: AdvicePoint[], maxMemoryPolicy = "noeviction") =>
  decideAdvice({ nowMs: NOW, points, plan, plans: DEFAULT_PLANS, maxMemoryPolicy, idleTimeoutSeconds: 150 });
const kinds = (points: AdvicePoint[], policy?: string) => advise(points, policy).map(({ kind }) => kind);
const used = (bytes: number): Changes => ({ usedBytes: [bytes, bytes, bytes] });

describe("decideAdvice", () => {
  it("a database that is well gets no advice, nor does one without a past", () => {
    expect(kinds(past(14))).toEqual([]);
    expect(kinds([])).toEqual([]);
  });

  it("will fill in n days at this rate", () => {
    const growing = past(7, (daysAgo) => used(900 * MIB - daysAgo * 20 * MIB));
    expect(advise(growing)).toEqual([
      {
        kind: "fills",
        isUrgent: true,
        title: "The memory is full in 6 days",
        reason: "It grew by 20.0 MiB a day over the last 7 days; 899.8 MiB of 1.0 GiB are used.",
      },
    ]);
    expect(kinds(past(7, (daysAgo) => used(600 * MIB - daysAgo * 5 * MIB)))).toEqual([]);
    expect(kinds(past(7, (daysAgo) => used(600 * MIB + daysAgo * 20 * MIB))), "it shrinks").toEqual([]);
    expect(kinds(past(1, (daysAgo) => used(900 * MIB - daysAgo * 20 * MIB))), "a day is too short").toEqual(
      [],
    );
  });

  it("a smaller plan is enough by 95th percentile and peak", () => {
    const small = past(14, (_, index) => used(index % 100 < 3 ? 220 * MIB : 150 * MIB));
    expect(advise(small)).toEqual([
      {
        kind: "too_large",
        isUrgent: false,
        title: "The plan 256m is enough",
        reason:
          "Over the last 14 days 95 of 100 quarter hours used at most 150.0 MiB and none more than 220.0 MiB: 86% of the plan 256m.",
      },
    ]);
    const peak = past(14, (_, index) => used(index === 5 ? 250 * MIB : 150 * MIB));
    expect(advise(peak)[0]?.title, "one peak counts").toBe("The plan 512m is enough");
    const busy = past(14, () => ({ ...used(100 * MIB), connections: [300, 350, 390] }));
    expect(kinds(busy), "connections count as well").toEqual([]);
    expect(kinds(past(3, () => used(10 * MIB))), "three days are too short").toEqual([]);
  });

  it("never one without backups in the place of one with", () => {
    expect(advise(past(14, () => used(MIB)))[0]?.title).toBe("The plan 256m is enough");
  });

  it("writes are refused at the limit, unless Redis makes room by itself", () => {
    const full = past(3, (daysAgo) => used(daysAgo < 0.5 ? GIB - MIB : 700 * MIB));
    expect(kinds(full)).toContain("writes_refused");
    expect(kinds(full, "allkeys-lru")).not.toContain("writes_refused");
  });

  it("evictions of the last day, not of older ones", () => {
    const evicting = (from: number) =>
      past(3, (daysAgo) =>
        daysAgo >= from && daysAgo < from + 0.1 ? { evictionsPerSecond: [0, 1, 4.2] } : {},
      );
    expect(advise(evicting(0.2), "allkeys-lru")[0]?.reason).toMatch(/up to 5 keys a second/);
    expect(kinds(evicting(1.5), "allkeys-lru")).toEqual([]);
  });

  it("connections near the limit; at the limit it is urgent", () => {
    const open = (high: number) => advise(past(2, () => ({ connections: [high, high, high] })));
    expect(open(799)).toEqual([]);
    expect(open(800)).toMatchObject([{ kind: "connections", isUrgent: false }]);
    expect(open(1_000)).toMatchObject([{ kind: "connections", isUrgent: true }]);
  });

  it("fragmentation of real data only", () => {
    const fragmented = (bytes: number) =>
      past(2, () => ({ ...used(bytes), fragmentationRatio: [1.6, 1.8, 2] }));
    expect(kinds(fragmented(600 * MIB))).toEqual(["fragmented"]);
    expect(kinds(fragmented(2 * MIB)), "an empty server looks fragmented").toEqual([]);
  });

  it("clients that go away and come back all day", () => {
    const dropping = (every: number) =>
      past(2, (_, index) => (index % every === 0 ? { connections: [1, 6, 9] } : { connections: [9, 9, 9] }));
    expect(advise(dropping(4))).toMatchObject([
      { kind: "idle_clients", reason: expect.stringContaining("150 s") },
    ]);
    expect(kinds(dropping(40))).toEqual([]);
  });
});
