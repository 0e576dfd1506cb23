import { describe, expect, test } from "vitest";
import { DEFAULT_CATALOG } from "../engines/catalog/default";
import { REDIS } from "../engines/redis/engine";
import { VALKEY } from "../engines/valkey/engine";
import { DEFAULT_PLANS, getKnown } from "../plans/catalog";
import { GIB, MIB } from "../units";
import { decideRestore, type RestoreInput, versionForDump } from "./restore";

const backup: RestoreInput["backup"] = {
  version: "7.0.15",
  isProven: true,
  dumpBytes: 60 * MIB,
  usedMemoryBytes: 100 * MIB,
};
const ask = (input: { backup?: Partial<typeof backup>; planId?: string; version?: string }) =>
  decideRestore({
    engine: REDIS,
    backup: { ...backup, ...input.backup },
    to: { plan: getKnown(DEFAULT_PLANS, input.planId ?? "256m"), version: input.version ?? "7.0.15" },
    plans: DEFAULT_PLANS,
  });

describe("a restore", () => {
  test("into a highly available plan is of a version that Sentinels can watch", () => {
    const plan = { ...getKnown(DEFAULT_PLANS, "1g"), isHighlyAvailable: true };
    const into = (version: string) =>
      decideRestore({
        engine: REDIS,
        backup: { ...backup, version: "6.0.16" },
        to: { plan, version },
        plans: DEFAULT_PLANS,
      });
    expect(into("6.0.16")).toMatchObject({ allowed: false, reason: "no_failover" });
    expect(into("7.0.15")).toEqual({ allowed: true });
  });

  test.each<[string, Parameters<typeof ask>[0]]>([
    ["into the same version", {}],
    ["into a later version", { version: "8.0.2" }],
    ["of data that fills 90% of the plan", { backup: { usedMemoryBytes: 0.9 * 256 * MIB } }],
    ["into a larger plan", { backup: { usedMemoryBytes: GIB }, planId: "2g" }],
    ["of a dump that nobody measured, and that may fit", { backup: { usedMemoryBytes: null } }],
  ])("%s is allowed", (_name, input) => {
    expect(ask(input)).toEqual({ allowed: true });
  });

  test.each<[string, Parameters<typeof ask>[0], string, RegExp]>([
    [
      "of a backup that is not proven",
      { backup: { isProven: false } },
      "backup_not_proven",
      /one that is done/,
    ],
    ["into an older version", { version: "6.0.16" }, "format_unreadable", /6\.0\.16 cannot read .* 7\.0\.15/],
    ["of a version nobody knows", { backup: { version: "9.9.9" } }, "version_unknown", /9\.9\.9/],
    [
      "of more than 90% of the plan",
      { backup: { usedMemoryBytes: 231 * MIB } },
      "data_too_large",
      /Choose 512m/,
    ],
    [
      "of a dump that is larger than the plan",
      { backup: { usedMemoryBytes: null, dumpBytes: 300 * MIB } },
      "data_too_large",
      /300\.0 MiB/,
    ],
    ["of more than any plan holds", { backup: { usedMemoryBytes: 20 * GIB } }, "data_too_large", /free\.$/],
  ])("%s is refused", (_name, input, reason, message) => {
    expect(ask(input)).toEqual({ allowed: false, reason, message: expect.stringMatching(message) });
  });
});

test.each([
  ["REDIS0006 of long ago", "6.0.16"],
  ["REDIS0009", "6.0.16"],
  ["REDIS0010", "7.0.15"],
  ["REDIS0011", "8.0.2"],
  ["REDIS0012", "8.0.2"],
  ["REDIS0013", null],
  ["VALKEY080", null],
  ["REDIS12", null],
  ["", null],
])("a dump that begins with %s is first read by %s", (start, version) => {
  expect(versionForDump(DEFAULT_CATALOG, REDIS, start)).toBe(version);
});

test.each([
  ["REDIS0010", "8.1.1"],
  ["REDIS0011", "8.1.1"],
  // Of a Redis that neither Valkey reads, though its number is lower than Valkey's own.
  ["REDIS0012", null],
  ["VALKEY080", "9.1.2"],
  ["VALKEY081", null],
])("a dump that begins with %s is first read by Valkey %s", (start, version) => {
  expect(versionForDump(DEFAULT_CATALOG, VALKEY, start)).toBe(version);
});
