import { describe, expect, it } from "vitest";
import { DEFAULT_PLANS } from "../../plans/catalog";
import { maxClients, redisConf } from "./conf";

describe("redisConf", () => {
  it.each(DEFAULT_PLANS)(
    "the plan $id sets the size of the data and leaves connections for the control plane",
    (plan) => {
      const lines = redisConf(plan).split("\n");
      expect(lines).toContain(`maxmemory ${plan.maxMemoryBytes}`);
      expect(lines).toContain(`maxclients ${plan.clientsMax + 32}`);
      expect(maxClients(plan)).toBe(plan.clientsMax + 32);
    },
  );

  it("of a highly available database has room for the connections of each of its gateways", () => {
    const [plan] = DEFAULT_PLANS;
    if (!plan) throw new Error("the catalog is empty");
    expect(maxClients({ ...plan, isHighlyAvailable: true })).toBe(3 * plan.clientsMax + 32);
  });

  it("has what the reference platform has, in every plan", () => {
    for (const plan of DEFAULT_PLANS) {
      expect(redisConf(plan).split("\n")).toEqual(
        expect.arrayContaining([
          "databases 6",
          "timeout 150",
          "save 900 1",
          "save 300 10",
          "save 60 10000",
          "maxmemory-policy noeviction",
          "repl-diskless-sync-delay 0",
          "aclfile /data/users.acl",
        ]),
      );
    }
  });

  it.each([
    [{ timeout: "0", "maxmemory-policy": "allkeys-lru" }, ['timeout "0"', 'maxmemory-policy "allkeys-lru"']],
    [{ save: "900 1 60 10000" }, ['save ""', "save 900 1", "save 60 10000"]],
    [{ save: "" }, ['save ""']],
    [{ "notify-keyspace-events": 'a"\\' }, ['notify-keyspace-events "a\\"\\\\"']],
    [{ dir: "/tmp", "appendonly yes\ndir": "x" }, []],
  ])("what a person changed stands last, and nothing else comes in: %j", (carried, lines) => {
    const [plan] = DEFAULT_PLANS;
    if (!plan) throw new Error("the catalog is empty");
    const before = redisConf(plan).trimEnd();
    expect(redisConf(plan, { carried })).toBe(`${[before, ...lines].join("\n")}\n`);
  });
});
