import { describe, expect, it } from "vitest";
import { DEFAULT_PLANS } from "../plans/catalog";
import { decideChange } from "../plans/change";
import { GIB } from "../units";
import { DEFAULT_CATALOG } from "./catalog/default";
import type { Catalog } from "./catalog/release";
import { engineOf, PROVIDERS } from "./engines";
import { REDIS } from "./redis/engine";
import { VALKEY } from "./valkey/engine";
import {
  defaultVersion,
  imageOf,
  imagesOf,
  laterVersions,
  offeredVersions,
  otherEngines,
  versionOf,
} from "./versions";

const without = (version: string): Catalog =>
  DEFAULT_CATALOG.map((release) =>
    release.version === version ? { ...release, status: "withdrawn" } : release,
  );

describe("a version that is taken off offer", () => {
  it("cannot be chosen, and is none to go to", () => {
    expect(offeredVersions(without("7.0.15"), REDIS)).toEqual(["6.0.16", "8.0.2"]);
    expect(laterVersions(without("7.0.15"), REDIS, "6.0.16")).toEqual(["8.0.2"]);
    expect(defaultVersion(without("8.0.2"), REDIS)).toBe("7.0.15");
  });

  it("stays known to the databases that have it, which can go on from it", () => {
    expect(laterVersions(without("7.0.15"), REDIS, "7.0.15")).toEqual(["8.0.2"]);
  });

  it.each([
    ["7.0.15", "7.0.15", { allowed: true }],
    ["6.0.16", "7.0.15", { allowed: false, reason: "version_unknown" }],
  ])("from %s a change of plan to %s", (from, to, decision) => {
    const [small, larger] = DEFAULT_PLANS;
    if (!small || !larger) throw new Error("the catalog is empty");
    const host = { id: "h", cpus: 2, memoryBytes: 8 * GIB, reservedByOthersBytes: 0 };
    const decided = decideChange({
      engine: REDIS,
      catalog: without("7.0.15"),
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

it("Valkey has the files and addresses of Redis, and names of its own", () => {
  const version = versionOf(VALKEY, "8.1.1");
  expect(version.image).toBe("berth-valkey:8.1.1");
  expect(VALKEY.usersAcl({ ...ACL, version })).toContain("user default reset on");
  expect(VALKEY.connectionUrl({ resourceId: "my-app-3030", password: "x", isTls: false })).toBe(
    `redis://my-app-3030:x@my-app-3030:${VALKEY.port}/0`,
  );
});

it("releases of other engines are told newest first, and those that are made on demand are no images of everybody's", () => {
  const names = otherEngines(DEFAULT_CATALOG, REDIS).map(
    ({ engine, version }) => `${engine.name} ${version}`,
  );
  expect(names).toEqual(["Valkey 9.1.2", "Valkey 8.1.1"]);
  expect(imagesOf(DEFAULT_CATALOG).filter((image) => image.includes("valkey"))).toEqual([]);
});

it("every provider has an engine, with one release to begin with that nobody is advised against", () => {
  for (const provider of PROVIDERS) {
    const engine = engineOf(provider);
    const version = defaultVersion(DEFAULT_CATALOG, engine);
    expect(DEFAULT_CATALOG).toContainEqual(
      expect.objectContaining({ engine: provider, version, status: "offered" }),
    );
    expect(imageOf(provider, version)).toBe(`berth-${provider}:${version}`);
  }
});

it("every release is of a line that is known", () => {
  for (const { engine, version } of DEFAULT_CATALOG)
    expect(versionOf(engineOf(engine), version).follows).toContain(
      `${engine} ${version.replace(/\.\d+$/, "")}`,
    );
});

describe("a version that is in no catalog", () => {
  it.each([
    ["of a known line", "7.0.99", { line: "7.0", dataFormat: 10, follows: ["redis 6.0", "redis 7.0"] }],
    [
      "of a later line can do what the last can, and follows nobody",
      "9.9.9",
      { line: "9.9", dataFormat: 12, follows: [] },
    ],
    ["of one in between", "7.4.1", { line: "7.4", dataFormat: 10, follows: [] }],
    ["older than all", "5.0.1", { line: "5.0", hasChannelAcl: false, follows: [] }],
  ])("%s", (_title, id, known) => {
    expect(versionOf(REDIS, id)).toMatchObject({ id, image: `berth-redis:${id}`, ...known });
  });

  it("goes to a later one where its line is known, else to none", () => {
    expect(laterVersions(DEFAULT_CATALOG, REDIS, "7.0.99")).toEqual(["8.0.2"]);
    expect(laterVersions(DEFAULT_CATALOG, REDIS, "7.4.1")).toEqual([]);
  });
});

it("what the records cannot hold is an error", () => {
  expect(() => engineOf("none")).toThrow("none is not the provider of an engine");
});
