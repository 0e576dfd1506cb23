import { describe, expect, it, test } from "vitest";
import { decideFeature } from "./decide";
import { FEATURE_NAMES, type FeatureState, featureOf, isFeatureOn, stateOf } from "./features";
import { configOf, configOfFeatures } from "./node-config";
import { warningOf } from "./warning";

const state = (changes: Partial<FeatureState>): FeatureState => ({
  name: "redis-aof",
  isOn: true,
  options: {},
  status: "ACTIVATED",
  reason: null,
  ...changes,
});

describe("a feature that nobody has switched", () => {
  it.each(FEATURE_NAMES)("%s is as the table says", (name) => {
    expect(isFeatureOn([], name)).toBe(featureOf(name).isOnByDefault);
    expect(stateOf([], name)).toMatchObject({ status: "ACTIVATED", reason: null });
    expect(configOfFeatures([])).toEqual({});
  });
});

describe("decideFeature", () => {
  it("says of what is so already what the reference platform says", () => {
    expect(decideFeature([], { name: "redis-rdb", isOn: true, options: {} })).toEqual({
      allowed: false,
      reason: "already_setup",
      message: "feature 'redis-rdb' is already setup on this database",
    });
    expect(decideFeature([], { name: "redis-aof", isOn: false, options: {} })).toMatchObject({
      reason: "not_setup",
    });
  });

  it.each([true, false])("what failed may be tried again, to %s", (isOn) => {
    const failed = state({ isOn, status: "FAILED", reason: "no room" });
    expect(decideFeature([failed], { name: "redis-aof", isOn, options: {} })).toEqual({ allowed: true });
  });

  it("other options are another switch, and the same in other words are not", () => {
    const on = state({ name: "redis-cache", options: { policy: "allkeys-lru" } });
    const wanted = (options: object) =>
      decideFeature([on], { name: "redis-cache", isOn: true, options: { ...options } });
    expect(wanted({ policy: "volatile-ttl" })).toEqual({ allowed: true });
    expect(wanted({})).toMatchObject({ reason: "already_setup" });
  });

  it("every feature that is needed is one, and none needs itself", () => {
    for (const name of FEATURE_NAMES) {
      const { needs } = featureOf(name);
      expect(FEATURE_NAMES).toEqual(expect.arrayContaining([...needs]));
      expect(needs).not.toContain(name);
    }
  });
});

describe("warningOf", () => {
  const aof = state({ isOn: true });
  const noRdb = state({ name: "redis-rdb", isOn: false });
  test.each([
    ["the only one of two", [], "redis-rdb", false, true],
    ["one of two", [aof], "redis-rdb", false, false],
    ["the other one of two", [aof], "redis-aof", false, false],
    ["the last one", [aof, noRdb], "redis-aof", false, true],
    ["one that is switched on", [noRdb], "redis-aof", true, false],
    ["cache mode", [], "redis-cache", false, false],
  ] as const)("%s: of %j %s to %s warns: %s", (_words, states, name, isOn, warns) => {
    expect(warningOf(states, { name, isOn }) !== null).toBe(warns);
  });
});

test.each([
  ["redis-rdb", true, {}, { save: "900 1 300 10 60 10000" }],
  ["redis-rdb", false, {}, { save: "" }],
  ["redis-aof", true, {}, { appendonly: "yes" }],
  ["redis-aof", false, {}, { appendonly: "no" }],
  ["redis-cache", true, {}, { "maxmemory-policy": "allkeys-lru" }],
  ["redis-cache", true, { policy: "volatile-ttl" }, { "maxmemory-policy": "volatile-ttl" }],
  ["redis-cache", false, {}, { "maxmemory-policy": "noeviction" }],
] as const)("a node with %s %s has of %j the lines %j", (name, isOn, options, config) => {
  expect(configOf(name, { isOn, options })).toEqual(config);
  expect(configOfFeatures([state({ name, isOn, options })])).toEqual(config);
});
