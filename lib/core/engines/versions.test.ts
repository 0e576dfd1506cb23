import { describe, expect, it } from "vitest";
import { DEFAULT_PLANS } from "../plans/catalog";
import { decideChange } from "../plans/change";
import { GIB } from "../units";
import type { Engine } from "./engine";
import { engineOf, PROVIDERS } from "./engines";
import { REDIS, redisLike } from "./redis/engine";
import { defaultVersion, imageOf, laterVersions, offeredVersions, versionOf } from "./versions";

const without = (id: string): Engine => ({
  ...REDIS,
  versions: REDIS.versions.map((version) => ({
    ...version,
    isOffered: version.isOffered && version.id !== id,
  })),
});

describe("a version that is taken off offer", () => {
  it("cannot be chosen, and is none to go to", () => {
    expect(offeredVersions(without("7.0.15"))).toEqual(["6.0.16", "8.0.2"]);
    expect(laterVersions(without("7.0.15"), "6.0.16")).toEqual(["8.0.2"]);
    expect(defaultVersion(without("8.0.2"))).toBe("7.0.15");
  });

  it("stays known to the databases that have it, which can go on from it", () => {
    const engine = without("7.0.15");
    expect(versionOf(engine, "7.0.15")).toMatchObject({ image: "berth-redis:7.0.15", isOffered: false });
    expect(laterVersions(engine, "7.0.15")).toEqual(["8.0.2"]);
    expect(engine.usersAcl({ ...ACL, version: versionOf(engine, "7.0.15") })).toContain(
      "user berth reset on",
    );
  });

  it.each([
    ["7.0.15", "7.0.15", { allowed: true }],
    ["6.0.16", "7.0.15", { allowed: false, reason: "version_unknown" }],
  ])("from %s a change of plan to %s", (from, to, decision) => {
    const [small, larger] = DEFAULT_PLANS;
    if (!small || !larger) throw new Error("the catalog is empty");
    const host = { id: "h", cpus: 2, memoryBytes: 8 * GIB, reservedByOthersBytes: 0 };
    const decided = decideChange({
      engine: without("7.0.15"),
      from: { planId: small.id, version: from, hostId: "h", reservedBytes: 0 },
      to: { plan: larger, version: to },
      data: { usedMemoryBytes: 1, connectedClients: 0, isEvicting: false },
      hosts: [{ ...host, isReady: true, isReachable: true }],
      reservedByHost: new Map(),
      plans: DEFAULT_PLANS,
    });
    expect(decided).toMatchObject(decision);
  });
});

const HASH = "a".repeat(64);
const ACL = {
  resourceId: "my-app-3030",
  ownerPasswordHash: HASH,
  gatewayPasswordHash: HASH,
  berthPasswordHash: HASH,
  isGatewayOn: true,
};

it("another engine of Redis' protocol is a table of its versions", () => {
  const abilities = { isOffered: true, hasChannelAcl: true, hasSubcommandAcl: true, canPauseWrites: true };
  const version = { id: "8.1.4", image: "berth-valkey:8.1.4", dataFormat: 11, ...abilities };
  const names = { provider: "valkey", name: "Valkey", label: "Valkey", serverCommand: "valkey-server" };
  const valkey = redisLike({ ...names, versions: [version] });
  expect(defaultVersion(valkey)).toBe("8.1.4");
  expect(valkey.usersAcl({ ...ACL, version })).toContain("user default reset on");
  expect(valkey.connectionUrl({ resourceId: "my-app-3030", password: "x", isTls: false })).toBe(
    `redis://my-app-3030:x@my-app-3030:${valkey.port}/0`,
  );
});

it("every provider has an engine, with images of all its versions and one to begin with", () => {
  for (const provider of PROVIDERS) {
    const engine = engineOf(provider);
    expect(versionOf(engine, defaultVersion(engine)).isOffered).toBe(true);
    for (const { id, image } of engine.versions) expect(imageOf(provider, id)).toBe(image);
  }
});

it("what the records cannot hold is an error", () => {
  expect(() => engineOf("none")).toThrow("none is not the provider of an engine");
  expect(() => versionOf(REDIS, "9.9.9")).toThrow("9.9.9 is not a version of Redis");
});
