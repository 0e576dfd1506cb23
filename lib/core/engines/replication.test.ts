import { describe, expect, it } from "vitest";
import { DEFAULT_CATALOG } from "./catalog/default";
import { canReplicate, serverOf } from "./replication";

const VERSIONS = DEFAULT_CATALOG.map(({ version }) => version);
const decide = ({ from, to }: { from: string; to: string }) =>
  canReplicate({ from: serverOf({ redis_version: from }), to: serverOf({ redis_version: to }) });

describe("canReplicate", () => {
  it.each([
    ["6.0.16", ["6.0.16", "7.0.15", "8.0.2", "8.0.6"]],
    ["7.0.15", ["7.0.15", "8.0.2", "8.0.6"]],
    ["8.0.2", ["8.0.2", "8.0.6"]],
    ["8.0.6", ["8.0.2", "8.0.6"]],
  ])("what %s writes is read by %j and no other", (from, readers) => {
    const versions = [...VERSIONS, "8.0.6"];
    expect(versions.filter((to) => decide({ from, to }).allowed)).toEqual(readers);
  });

  it("knows every version", () => {
    for (const version of VERSIONS) expect(decide({ from: version, to: version })).toEqual({ allowed: true });
  });

  it.each([
    ["9.9.1", "8.0.2"],
    ["8.0.2", "9.9.1"],
    ["", "8.0.2"],
  ])("an unknown version is refused with its name: from %j to %j", (from, to) => {
    expect(decide({ from, to })).toMatchObject({ allowed: false, reason: "version_unknown" });
  });

  it("says what to do", () => {
    expect(decide({ from: "8.0.2", to: "7.0.15" })).toMatchObject({
      reason: "format_unreadable",
      message: "Redis 7.0.15 cannot read what Redis 8.0.2 writes. Choose a later version.",
    });
  });

  it("does not take another engine for Redis, though that one names a version of Redis too", () => {
    const other = serverOf({ server_name: "valkey", redis_version: "7.0.15", valkey_version: "8.1.0" });
    expect(other).toEqual({ name: "valkey 8.1.0", line: null });
  });
});
