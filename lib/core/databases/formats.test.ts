import { describe, expect, it } from "vitest";
import { canReplicate } from "./formats";
import { REDIS_VERSIONS } from "./versions";

describe("canReplicate", () => {
  it.each([
    ["6.0.16", ["6.0.16", "7.0.15", "8.0.2", "8.0.6"]],
    ["7.0.15", ["7.0.15", "8.0.2", "8.0.6"]],
    ["8.0.2", ["8.0.2", "8.0.6"]],
    ["8.0.6", ["8.0.2", "8.0.6"]],
  ])("what %s writes is read by %j and no other", (from, readers) => {
    const versions = [...REDIS_VERSIONS, "8.0.6"];
    expect(versions.filter((to) => canReplicate({ from, to }).allowed)).toEqual(readers);
  });

  it("knows every version on offer", () => {
    for (const version of REDIS_VERSIONS)
      expect(canReplicate({ from: version, to: version })).toEqual({ allowed: true });
  });

  it.each([
    ["9.9.1", "8.0.2"],
    ["8.0.2", "9.9.1"],
    ["", "8.0.2"],
  ])("an unknown version is refused with its name: from %j to %j", (from, to) => {
    expect(canReplicate({ from, to })).toMatchObject({ allowed: false, reason: "version_unknown" });
  });

  it("says what to do", () => {
    expect(canReplicate({ from: "8.0.2", to: "7.0.15" })).toMatchObject({
      reason: "format_unreadable",
      message: "Redis 7.0.15 cannot read what Redis 8.0.2 writes. Choose a later version.",
    });
  });
});
