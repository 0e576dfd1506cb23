import { describe, expect, it } from "vitest";
import { DEFAULT_CATALOG } from "./catalog/default";
import { ENGINES, engineOf } from "./engines";
import { REDIS } from "./redis/engine";
import { canLoad, canReplicate, serverNamed, serverOf } from "./replication";
import { offeredVersions } from "./versions";

const VERSIONS = offeredVersions(DEFAULT_CATALOG, REDIS);
const decide = ({ from, to }: { from: string; to: string }) =>
  canReplicate({ from: serverOf({ redis_version: from }), to: serverOf({ redis_version: to }) });

/** Every two releases as they were tried, and what of it each cell of the table says. */
const RELEASES = ["redis 6.0.16", "redis 7.0.15", "redis 8.0.2", "valkey 8.1.1", "valkey 9.1.2"] as const;
const FOLLOWS: Record<(typeof RELEASES)[number], string> = {
  "redis 6.0.16": "yes yes yes yes yes",
  "redis 7.0.15": "no yes yes yes yes",
  "redis 8.0.2": "no no yes no no",
  "valkey 8.1.1": "no no yes yes yes",
  "valkey 9.1.2": "no no without-field-ttl without-field-ttl yes",
};
const LOADS: Record<(typeof RELEASES)[number], string> = {
  "redis 6.0.16": "yes yes yes yes yes",
  "redis 7.0.15": "no yes yes yes yes",
  "redis 8.0.2": "no no yes no no",
  "valkey 8.1.1": "no no yes yes yes",
  "valkey 9.1.2": "no no no no yes",
};
const serverAt = (release: string, hasFieldTtl = false) => {
  const [provider = "", id = ""] = release.split(" ");
  return serverNamed(engineOf(provider), id, hasFieldTtl);
};
const PAIRS = RELEASES.flatMap((from) =>
  RELEASES.map((to, index) => ({
    from,
    to,
    follows: FOLLOWS[from].split(" ")[index],
    loads: LOADS[from].split(" ")[index],
  })),
);

describe("every ordered pair, as it was tried", () => {
  it("is of every line there is", () => {
    const lines = ENGINES.flatMap(({ provider, lines: known }) =>
      known.map(({ line }) => `${provider} ${line}`),
    );
    expect(RELEASES.map((release) => release.replace(/\.\d+$/, ""))).toEqual(lines);
  });

  it.each(PAIRS)("$to follows $from: $follows", ({ from, to, follows }) => {
    expect(canReplicate({ from: serverAt(from), to: serverAt(to) }).allowed).toBe(follows !== "no");
    expect(canReplicate({ from: serverAt(from, true), to: serverAt(to) }).allowed).toBe(follows === "yes");
  });

  it.each(PAIRS)("$to loads a dump of $from: $loads", ({ from, to, loads }) => {
    expect(canLoad({ from: serverAt(from), to: serverAt(to) }).allowed).toBe(loads === "yes");
  });

  it("what cannot be is told with what works instead", () => {
    expect(canReplicate({ from: serverAt("redis 8.0.2"), to: serverAt("valkey 8.1.1") })).toMatchObject({
      reason: "format_unreadable",
      message: expect.stringMatching(
        /^Valkey 8\.1\.1 cannot read what Redis 8\.0\.2 writes\. Add a new database/,
      ),
    });
    expect(canReplicate({ from: serverAt("valkey 9.1.2", true), to: serverAt("redis 8.0.2") })).toMatchObject(
      {
        reason: "field_ttl",
        message: expect.stringMatching(/HPERSIST/),
      },
    );
  });
});

it.each([
  [{ db0: "keys=3,expires=0,avg_ttl=0,keys_with_volatile_items=1" }, true],
  [{ db0: "keys=3,expires=0,avg_ttl=0,keys_with_volatile_items=0" }, false],
  [{ db0: "keys=3,expires=0,avg_ttl=0" }, false],
  [{}, false],
])("fields of hashes that expire are seen in INFO: %j", (info, hasFieldTtl) => {
  expect(serverOf({ server_name: "valkey", valkey_version: "9.1.2", ...info })).toMatchObject({
    hasFieldTtl,
  });
});

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
    const other = serverOf({ server_name: "dragonfly", redis_version: "7.0.15", dragonfly_version: "1.0.0" });
    expect(other).toMatchObject({ name: "dragonfly 1.0.0", line: null });
    const valkey = serverOf({ server_name: "valkey", redis_version: "7.2.4", valkey_version: "8.1.1" });
    expect(valkey).toMatchObject({ name: "Valkey 8.1.1", line: { engine: "valkey", line: "8.1" } });
  });
});
