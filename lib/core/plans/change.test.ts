import { describe, expect, it } from "vitest";
import { withHighlyAvailable } from "../availability/offer";
import { databaseMemoryBytes } from "../databases/memory";
import { DEFAULT_CATALOG } from "../engines/catalog/default";
import type { Engine } from "../engines/engine";
import { REDIS } from "../engines/redis/engine";
import { VALKEY } from "../engines/valkey/engine";
import { GIB, MIB } from "../units";
import { DEFAULT_PLANS, type Plan } from "./catalog";
import { type ChangeInput, decideChange } from "./change";

const plan = (id: string): Plan => {
  const found = withHighlyAvailable(DEFAULT_PLANS).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no plan ${id}`);
  return found;
};

type Case = {
  from?: string;
  to?: string;
  engine?: Engine;
  toEngine?: Engine;
  fromVersion?: string;
  toVersion?: string;
  data?: Partial<ChangeInput["data"]>;
  hostBytes?: number;
  isReady?: boolean;
  isNewerBuild?: boolean;
  isGroup?: boolean;
  hosts?: number;
};

/** A database of 1 GiB with 100 MiB of data on a host of 16 GiB, going to 2 GiB, unless told otherwise. */
function decide(changes: Case) {
  const { from = "1g", to = "2g", fromVersion = "8.0.2", toVersion = fromVersion } = changes;
  const reservedBytes = databaseMemoryBytes(plan(from));
  return decideChange({
    engine: changes.engine ?? REDIS,
    catalog: DEFAULT_CATALOG,
    from: {
      ...{ planId: from, version: fromVersion, hostId: "host-1", reservedBytes },
      isGroup: changes.isGroup ?? false,
    },
    to: {
      plan: plan(to),
      ...(changes.toEngine && { engine: changes.toEngine }),
      version: toVersion,
      isNewerBuild: changes.isNewerBuild ?? false,
    },
    data: { usedMemoryBytes: 100 * MIB, connectedClients: 5, isEvicting: false, ...changes.data },
    hosts: Array.from({ length: changes.hosts ?? 1 }, (_, index) => ({
      id: `host-${index + 1}`,
      memoryBytes: changes.hostBytes ?? 16 * GIB,
      reservedByOthersBytes: 0,
      isReady: changes.isReady ?? true,
      isReachable: true,
    })),
    reservedByHost: new Map([["host-1", reservedBytes]]),
    plans: DEFAULT_PLANS,
  });
}

describe("decideChange", () => {
  it.each<[string, Case, number]>([
    ["a larger plan", {}, 0],
    ["a smaller plan that holds the data", { from: "2g", to: "1g" }, 0],
    ["a later version", { from: "1g", to: "1g", fromVersion: "7.0.15", toVersion: "8.0.2" }, 0],
    ["a newer build of the version that runs", { from: "1g", to: "1g", isNewerBuild: true }, 0],
    ["several versions at once", { fromVersion: "6.0.16", toVersion: "8.0.2" }, 0],
    ["data that fills the target to 90 %", { to: "256m", data: { usedMemoryBytes: 230 * MIB } }, 0],
    [
      "a cache that has to give up what does not fit",
      { to: "256m", data: { usedMemoryBytes: 300 * MIB, isEvicting: true } },
      300 * MIB - Math.floor(256 * MIB * 0.9),
    ],
  ])("%s is handed over", (_title, changes, evictedBytes) => {
    expect(decide(changes)).toEqual({ allowed: true, way: "hand-off", evictedBytes, isUndoable: true });
  });

  it("where both find no room beside each other, one has to stop first", () => {
    const decision = { allowed: true, way: "stop-first", evictedBytes: 0, isUndoable: true };
    expect(decide({ hostBytes: 3.5 * GIB })).toEqual(decision);
  });

  describe("to and from a highly available plan", () => {
    const group = { allowed: true, way: "hand-off", evictedBytes: 0, isUndoable: false };

    it.each<[string, Case]>([
      ["it is handed over to three hosts", { to: "2g-ha", hosts: 3 }],
      ["of another size", { from: "1g-ha", to: "2g-ha", isGroup: true, hosts: 3 }],
      [
        "with another version",
        { from: "1g-ha", to: "1g-ha", isGroup: true, hosts: 3, fromVersion: "7.0.15", toVersion: "8.0.2" },
      ],
      ["and back to one host", { from: "1g-ha", to: "2g", isGroup: true }],
    ])("%s, without a way back", (_title, changes) => {
      expect(decide(changes)).toEqual(group);
    });

    it.each<[string, Case, string]>([
      ["fewer than three hosts", { to: "2g-ha", hosts: 2 }, "too_few_hosts"],
      ["no room on three hosts", { to: "16g-ha", hosts: 3 }, "no_room"],
      ["a version that cannot fail over", { to: "2g-ha", hosts: 3, fromVersion: "6.0.16" }, "no_failover"],
      [
        "a group that would have to stop first",
        { from: "1g-ha", to: "2g", isGroup: true, hostBytes: 3.5 * GIB },
        "no_room",
      ],
    ])("it is refused for %s", (_title, changes, reason) => {
      expect(decide(changes)).toMatchObject({ allowed: false, reason });
    });
  });

  it.each<[string, Case, string, RegExp]>([
    ["the same plan and version", { to: "1g" }, "unchanged", /already/],
    ["an earlier version", { fromVersion: "8.0.2", toVersion: "7.0.15" }, "version_older", /later version/],
    [
      "a shrink when the data would fill more than 90 % of the target",
      { to: "256m", data: { usedMemoryBytes: 412 * MIB } },
      "data_too_large",
      /^412\.0 MiB of data, the plan 256m holds 256\.0 MiB.*delete data, switch on cache mode, or choose 512m\.$/,
    ],
    [
      "a plan that lets in fewer clients than are connected",
      { to: "256m", data: { connectedClients: 201 } },
      "too_many_clients",
      /201 clients are connected, the plan 256m lets in 200/,
    ],
    ["a plan that no host has room for", { hostBytes: 2 * GIB }, "no_room", /smaller plan/],
    ["a time when no host is ready", { isReady: false }, "no_host_ready", /engine/],
  ])("%s is refused", (_title, changes, reason, message) => {
    expect(decide(changes)).toEqual({ allowed: false, reason, message: expect.stringMatching(message) });
  });

  const toValkey = { to: "1g", toEngine: VALKEY, fromVersion: "7.0.15", toVersion: "8.1.1" };
  const fromValkey = { to: "1g", engine: VALKEY, toEngine: REDIS, fromVersion: "9.1.2", toVersion: "8.0.2" };

  it.each([
    [
      "another engine that reads the data, beside the old one or in its place",
      toValkey,
      "hand-off",
      "stop-first",
    ],
    [
      "one that follows and does not load its file, only beside the old one",
      fromValkey,
      "hand-off",
      "no_room",
    ],
  ])("%s", (_title, changes, beside, instead) => {
    expect(decide(changes)).toMatchObject({ allowed: true, way: beside });
    const crowded = decide({ ...changes, hostBytes: 2 * GIB });
    expect(crowded.allowed ? crowded.way : crowded.reason).toBe(instead);
  });

  it.each<[string, Case, string]>([
    ["of which the version is not on offer", { ...toValkey, toVersion: "8.0.2" }, "version_unknown"],
    ["that cannot read the data", { ...toValkey, fromVersion: "8.0.2" }, "format_unreadable"],
    ["while fields expire by themselves", { ...fromValkey, data: { hasFieldTtl: true } }, "field_ttl"],
    [
      "of the same name and an earlier version",
      { ...fromValkey, toEngine: VALKEY, toVersion: "8.1.1" },
      "version_older",
    ],
  ])("another engine %s is refused", (_title, changes, reason) => {
    expect(decide(changes)).toMatchObject({ allowed: false, reason });
  });

  it("data larger than every plan is refused without a plan to choose", () => {
    expect(decide({ data: { usedMemoryBytes: 100 * GIB } })).toMatchObject({
      reason: "data_too_large",
      message: expect.stringMatching(/switch on cache mode\.$/),
    });
  });
});
