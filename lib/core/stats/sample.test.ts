import { describe, expect, it } from "vitest";
import { MIB } from "../units";
import { carryHighest, measure, type Sample } from "./sample";

const COUNTERS = { hits: 0, misses: 0, evictions: 0, expired: 0, rejected: 0, inputBytes: 0, outputBytes: 0 };
const TRAFFIC = {
  commands: 0,
  reserved: 0,
  auths: 0,
  pings: 0,
  infos: 0,
  askedBytes: 100,
  answerBytes: 6_000,
  checkBytes: 500,
};

/** A database that has done nothing, at a second of its life. */
function sample(
  second: number,
  changes: {
    container?: Partial<Sample["container"]> | null;
    redis?: Partial<Sample["redis"]> | null;
  } = {},
): Sample {
  const container = {
    id: "c1",
    atMs: second * 1_000,
    cpuNanoseconds: 0,
    usedBytes: 100,
    cacheBytes: 0,
    peakBytes: null,
    swapBytes: 5,
  };
  const redis = {
    atMs: second * 1_000,
    runId: "r1",
    usedMemoryBytes: 50,
    fragmentationRatio: 1.5,
    clients: 3,
    counters: COUNTERS,
    traffic: TRAFFIC,
    keyspace: [{ keys: 2 }, { keys: 40 }],
    replicas: 0,
  };
  return {
    container: changes.container === null ? null : { ...container, ...changes.container },
    redis: changes.redis === null ? null : { ...redis, ...changes.redis },
    diskBytes: 4_096,
    connections: 2,
    isBusy: false,
  };
}

describe("measure", () => {
  it("levels as they are, counters as rates", () => {
    const before = sample(0);
    const now = sample(10, {
      container: { cpuNanoseconds: 2.5e9 },
      redis: {
        counters: { ...COUNTERS, hits: 500, inputBytes: 10_340 },
        traffic: { ...TRAFFIC, infos: 1, commands: 401 },
      },
    });
    expect(measure(before, now)).toMatchObject({
      cpuPercent: 25,
      memoryBytes: 100,
      swapBytes: 5,
      diskBytes: 4_096,
      connections: 2,
      keys: 42,
      hitsPerSecond: 50,
      missesPerSecond: 0,
      opsPerSecond: 40,
      inputBytesPerSecond: 1_024,
    });
  });

  it("an idle database does nothing, whatever Berth asks it meanwhile", () => {
    const now = sample(10, {
      redis: {
        counters: { ...COUNTERS, inputBytes: 585, outputBytes: 8_525 },
        traffic: { ...TRAFFIC, auths: 5, infos: 6, commands: 11 },
      },
    });
    expect(measure(sample(0), now)).toMatchObject({
      opsPerSecond: 0,
      inputBytesPerSecond: 0,
      outputBytesPerSecond: 0,
    });
  });

  it("the first round has no rates", () => {
    expect(measure(null, sample(0))).toMatchObject({
      cpuPercent: null,
      hitsPerSecond: null,
      opsPerSecond: null,
      keys: 42,
    });
  });

  it("fragmentation is told of what holds enough to speak of", () => {
    const held = (usedMemoryBytes: number) =>
      measure(null, sample(0, { redis: { usedMemoryBytes } })).fragmentationRatio;
    expect([held(10 * MIB - 1), held(10 * MIB)]).toEqual([null, 1.5]);
  });

  it("after a restart the rates are unknown, also when the new counter is already past the old one", () => {
    const before = sample(0, { redis: { counters: { ...COUNTERS, hits: 10 } } });
    const busy = { runId: "r2", counters: { ...COUNTERS, hits: 9_000 } };
    const now = sample(10, { container: { id: "c2", cpuNanoseconds: 9e9 }, redis: busy });
    expect(measure(before, now)).toMatchObject({ cpuPercent: null, hitsPerSecond: null, memoryBytes: 100 });
  });

  it("what does not answer is unknown, and never zero", () => {
    const silent = measure(sample(0), sample(10, { redis: null }));
    expect(silent).toMatchObject({ usedMemoryBytes: null, keys: null, clients: null, memoryBytes: 100 });
    expect(measure(sample(0), sample(10, { container: null }))).toMatchObject({
      memoryBytes: null,
      cpuPercent: null,
      keys: 42,
    });
  });
});

describe("carryHighest", () => {
  const first = carryHighest({ run: null, highest: null, sample: null }, sample(0));

  it("goes on while the server runs, also while it is silent", () => {
    const more = sample(10, { container: { usedBytes: 700 } });
    const second = carryHighest({ ...first, sample: sample(0) }, more);
    const silent = carryHighest({ ...second, sample: more }, sample(20, { redis: null }));
    expect(silent).toEqual({
      run: { containerId: "c1", runId: "r1" },
      highest: { memoryBytes: 700, swapBytes: 5 },
    });
  });

  it.each([
    ["container", { container: { id: "c2" } }],
    ["server", { redis: { runId: "r2" } }],
  ])("begins anew with a new %s", (_what, changes) => {
    const high = { run: first.run, highest: { memoryBytes: 900, swapBytes: 90 }, sample: sample(0) };
    expect(carryHighest(high, sample(10, changes)).highest).toEqual({ memoryBytes: 100, swapBytes: 5 });
  });

  it("stays as it is while the engine does not answer", () => {
    const high = { run: first.run, highest: { memoryBytes: 900, swapBytes: 90 }, sample: sample(0) };
    expect(carryHighest(high, sample(10, { container: null }))).toEqual({
      run: high.run,
      highest: high.highest,
    });
  });
});
