import { describe, expect, test } from "vitest";
import { REDIS } from "../engines/redis/engine";
import { DEFAULT_PLANS } from "../plans/catalog";
import { GIB, MIB } from "../units";
import { decideImport, type ImportInput, takesFormat } from "./decide";

const plan = DEFAULT_PLANS.find(({ id }) => id === "256m");
if (!plan) throw new Error("there is no such plan");
const SOURCE: ImportInput["source"] = {
  name: "Redis 7.0.15",
  usedMemoryBytes: 10 * MIB,
  keysByDatabase: { 0: 5 },
  share: 1,
  isCluster: false,
  types: ["string"],
  modules: [],
  dataFormat: 10,
  refusedCommands: [],
};
const decide = (source: Partial<ImportInput["source"]>, version = "8.0.2") =>
  decideImport({
    source: { ...SOURCE, ...source },
    to: { engine: REDIS, version, plan },
    plans: DEFAULT_PLANS,
  });

test("keys that the version takes go in the server's own form, others value by value, and that is said", () => {
  expect(decide({})).toEqual({ allowed: true, way: "dump", notes: [] });
  expect(decide({ dataFormat: 12 }, "7.0.15")).toEqual({
    allowed: true,
    way: "typed",
    notes: [expect.stringContaining("value by value")],
  });
  expect(decide({ dataFormat: null })).toMatchObject({ allowed: true, way: "typed" });
});

test.each([
  ["what it does not know of its size", { usedMemoryBytes: null }, /how large/],
  ["databases that it may not see", { refusedCommands: ["SELECT"] }, /not imported/],
  ["modules", { modules: ["ReJSON", "vectorset"] }, /\(ReJSON\)/],
])("%s is said before", (_what, source, note) => {
  expect(decide(source)).toMatchObject({ allowed: true, notes: [expect.stringMatching(note)] });
});

describe("refused with the reason and what to do", () => {
  test.each<[string, Partial<ImportInput["source"]>, RegExp]>([
    ["source_is_cluster", { isCluster: true }, /cluster/],
    ["source_forbidden", { refusedCommands: ["DUMP", "SCAN"] }, /may not run SCAN\./],
    ["source_empty", { keysByDatabase: {} }, /no keys/],
    ["too_many_databases", { keysByDatabase: { 0: 1, 6: 1, 15: 2 } }, /6, 15; here .* 0 to 5/],
    ["type_unsupported", { dataFormat: 13, types: ["ReJSON-RL", "string"] }, /ReJSON-RL/],
    ["data_too_large", { usedMemoryBytes: GIB }, /Change the plan to 2g/],
  ])("%s", (reason, source, message) => {
    expect(decide(source)).toEqual({ allowed: false, reason, message: expect.stringMatching(message) });
  });
});

test("of a source of which a part is imported, that part has to fit", () => {
  expect(decide({ usedMemoryBytes: GIB, share: 0.1 })).toMatchObject({ allowed: true });
});

test.each([
  [10, 9, true],
  [10, 10, true],
  [10, 11, false],
  [12, 80, false],
  // Valkey's own formats begin where none of Redis' is; what Redis wrote between means something else to it.
  [80, 11, true],
  [80, 12, false],
  [80, 80, true],
])("a server of the format %i takes keys of the format %i: %s", (to, from, takes) => {
  expect(takesFormat(to, from)).toBe(takes);
});
