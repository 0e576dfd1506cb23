import { describe, expect, it } from "vitest";
import { gatewayConfig } from "../databases/gateway-config";
import { REDIS } from "../engines/redis/engine";
import { VALKEY } from "../engines/valkey/engine";
import { versionOf } from "../engines/versions";
import { OPERATION_KINDS } from "../operations/state";
import { DEFAULT_PLANS, type Plan } from "../plans/catalog";
import { GIB } from "../units";
import { groupName, LAG_MAX_SECONDS } from "./group";
import { groupOf, membersOf, refusalOfGroup, withGroup } from "./members";
import {
  canBeHighlyAvailable,
  chooseGroupHosts,
  highlyAvailablePlans,
  plansOn,
  singlePlanId,
  withHighlyAvailable,
} from "./offer";
import { PROMISE } from "./promise";
import { forgetCommand, sentinelConf, watchCommands } from "./sentinel";
import { agreedMaster } from "./state";

const host = (id: string, freeGib: number, isReady = true) => ({
  id,
  memoryBytes: (freeGib + 0.5) * GIB,
  reservedByOthersBytes: 0,
  isReady,
  isReachable: true,
});
const hosts = (...freeGib: number[]) => freeGib.map((free, index) => host(`host-${index + 1}`, free));
const plan = highlyAvailablePlans(DEFAULT_PLANS)[0] as Plan;

describe("plans", () => {
  it("of 1 GiB and more have a highly available form of the same size", () => {
    expect(highlyAvailablePlans(DEFAULT_PLANS).map(({ id }) => id)).toEqual([
      "1g-ha",
      "2g-ha",
      "4g-ha",
      "8g-ha",
      "16g-ha",
    ]);
    expect(plan).toEqual({ ...DEFAULT_PLANS[3], id: "1g-ha", isHighlyAvailable: true });
  });

  it.each([
    [1, hosts(9)],
    [2, hosts(9, 9)],
    [3, [...hosts(9, 9), host("host-3", 9, false)]],
  ])("on %i hosts of which fewer than three are ready nothing is to be seen of them", (_count, those) => {
    expect(plansOn(withHighlyAvailable(DEFAULT_PLANS), those)).toEqual(DEFAULT_PLANS);
  });

  it("on three hosts they come after the others; one that was taken away has none", () => {
    const plans = withHighlyAvailable([...DEFAULT_PLANS, { ...plan, id: "old", isRetired: true }]);
    const ids = plansOn(plans, hosts(1, 1, 1)).map(({ id }) => id);
    expect(ids.slice(0, 8)).toEqual(DEFAULT_PLANS.map(({ id }) => id));
    expect(ids.slice(8)).toEqual(["1g-ha", "2g-ha", "4g-ha", "8g-ha", "16g-ha"]);
  });

  it("whose names somebody else's plan has are left out, and the form of one node is found by the id", () => {
    const own = { ...plan, id: "1g-ha", isHighlyAvailable: false };
    expect(highlyAvailablePlans([...DEFAULT_PLANS, own]).map(({ id }) => id)).not.toContain("1g-ha");
    expect(["1g-ha", "256m"].map(singlePlanId)).toEqual(["1g", "256m"]);
  });

  it.each([
    [REDIS, "6.0.16", false],
    [REDIS, "7.0.15", true],
    [REDIS, "8.0.2", true],
    [VALKEY, "8.1.1", true],
    [VALKEY, "9.1.2", true],
  ])("$0.name $1 can be had so: $2", (engine, version, allowed) => {
    const decision = canBeHighlyAvailable(engine, version);
    expect(decision.allowed).toBe(allowed);
    if (!decision.allowed) expect(decision.message).toContain("Choose Redis 7.0 or later");
  });

  it("promise no more than is kept: what may be lost is told with its bound, in figures", () => {
    expect(PROMISE[0]).toContain("Writes go on after 3 to 4.5 s");
    expect(PROMISE[2]).toContain(`up to ${LAG_MAX_SECONDS + 2} s`);
    for (const sentence of PROMISE) expect(sentence).toMatch(/[.]$/);
  });
});

describe("chooseGroupHosts", () => {
  const choose = (those: ReturnType<typeof hosts>, taken: string[] = []) => {
    const places = chooseGroupHosts({ hosts: those, reservedByHost: new Map(), plan, taken });
    return places.allowed ? places.hosts.map(({ id }) => id) : `${places.reason}: ${places.message}`;
  };

  it("takes the three with the most free memory, each once", () => {
    expect(choose(hosts(3, 9, 2, 5))).toEqual(["host-2", "host-4", "host-1"]);
  });

  it("counts what others reserve", () => {
    const reservedByHost = new Map([["host-1", 8 * GIB]]);
    const places = chooseGroupHosts({ hosts: hosts(9, 4, 4, 4), reservedByHost, plan });
    expect(places).toMatchObject({ hosts: [{ id: "host-2" }, { id: "host-3" }, { id: "host-4" }] });
  });

  it("in the place of a lost node takes one host, none that has a node already", () => {
    expect(choose(hosts(9, 8, 3, 2), ["host-1", "host-2"])).toEqual(["host-3"]);
  });

  it.each([
    [hosts(9, 9), [], "too_few_hosts: The plan 1g-ha needs 3 hosts that are ready; there are 2."],
    [
      hosts(9, 9),
      ["host-1", "host-2"],
      "too_few_hosts: The plan 1g-ha needs 3 hosts that are ready; there are 2.",
    ],
    [hosts(9, 9, 1), [], "no_room: The plan 1g-ha needs "],
    [hosts(9, 9, 1), ["host-1", "host-2"], "no_room: The plan 1g-ha needs "],
  ])("%#: says what is missing and what to do", (those, taken, expected) => {
    expect(choose(those, taken)).toContain(expected);
    if (expected.startsWith("no_room")) expect(choose(those, taken)).toContain("3 hosts; 2 have it");
  });
});

describe("Sentinels", () => {
  const conf = sentinelConf({
    name: "b1-sentinel-2",
    peerPassword: "peerpass",
    peerPasswordHash: "a".repeat(64),
    berthPasswordHash: "b".repeat(64),
    askingPasswordHash: "c".repeat(64),
  }).split("\n");

  it("answer where the link leads, let nobody in without a name, and are known by names", () => {
    expect(conf).toEqual(
      expect.arrayContaining([
        "port 6379",
        "user default off",
        "sentinel resolve-hostnames yes",
        "sentinel announce-hostnames yes",
        "sentinel announce-ip b1-sentinel-2",
      ]),
    );
  });

  it("tell a node where its master is and nothing else", () => {
    expect(conf.find((line) => line.startsWith("user node "))).toBe(
      `user node on #${"c".repeat(64)} -@all +auth +hello +ping +sentinel|get-master-addr-by-name`,
    );
  });

  it("watch a group under a name that is never used again", () => {
    const group = groupName("my-app-3030", 4);
    const commands = watchCommands({ group, master: "b1-my-app-3030-node-4", password: "pass" });
    expect(commands[0]).toEqual([
      "SENTINEL",
      "MONITOR",
      "my-app-3030.4",
      "b1-my-app-3030-node-4",
      "6379",
      "2",
    ]);
    expect(commands[1]?.join(" ")).toBe(
      "SENTINEL SET my-app-3030.4 auth-user berth-sentinel auth-pass pass down-after-milliseconds 2200 failover-timeout 10000 parallel-syncs 2",
    );
    expect(commands[2]?.join(" ")).toBe(
      "SENTINEL DEBUG ping-period 500 info-period 700 min-link-reconnect-period 3000",
    );
    expect(forgetCommand(group)).toEqual(["SENTINEL", "REMOVE", "my-app-3030.4"]);
  });
});

describe("a member's files", () => {
  const member = { name: "b1-x-1000-node-2", follows: "b1-x-1000-node-1", password: "pass" };
  const lines = (changes = {}) => REDIS.nodeConf(plan, { member: { ...member, ...changes } }).split("\n");

  it("make it known by its name, and a master that takes no writes alone", () => {
    expect(lines()).toEqual(
      expect.arrayContaining([
        "replica-announce-ip b1-x-1000-node-2",
        "masteruser berth-replica",
        "masterauth pass",
        "min-replicas-to-write 1",
        "min-replicas-max-lag 2",
        "replicaof b1-x-1000-node-1 6379",
      ]),
    );
  });

  it("make the first one follow nobody, and leave every other database as it was", () => {
    expect(lines({ follows: null }).join()).not.toContain("replicaof");
    expect(REDIS.nodeConf(plan)).not.toMatch(/min-replicas|masterauth|replicaof/);
  });

  it("let Sentinels and replicas do what they need; carried users of those names do not come along", () => {
    const input = {
      version: versionOf(REDIS, "8.0.2"),
      resourceId: "x-1000",
      ownerPasswordHash: "a".repeat(64),
      gatewayPasswordHash: "b".repeat(64),
      berthPasswordHash: "c".repeat(64),
      isGatewayOn: true,
      carriedUsers: ["user berth-sentinel on +@all", "user berth-replica on +@all"],
    };
    const group = { sentinelPasswordHash: "d".repeat(64), replicaPasswordHash: "e".repeat(64) };
    const acl = REDIS.usersAcl({ ...input, group });
    expect(acl).toContain(`user berth-sentinel reset on #${"d".repeat(64)} &* -@all +auth `);
    expect(acl).toContain(
      `user berth-replica reset on #${"e".repeat(64)} -@all +auth +psync +replconf +ping\n`,
    );
    expect(acl.match(/user berth-/g)).toHaveLength(2);
    expect(REDIS.usersAcl(input)).not.toContain("berth-");
  });
});

describe("the gateway of a group", () => {
  const input = {
    resourceId: "x-1000",
    gatewayPassword: "pass",
    clientsMax: 20,
    controlSubnet: "10.0.0.0/20",
  };
  const members = ["b1-x-1000-node-1", "b1-x-1000-node-2", "b1-x-1000-node-3"];
  const config = gatewayConfig({ ...input, members });

  it("prefers the master with a replica in step, and asks for any master only behind that", () => {
    expect(config).toContain("rstring (?s)role:master.*min_slaves_good_slaves:[1-9]");
    for (const [index, name] of members.entries()) {
      expect(config).toContain(
        `server s${index + 1} ${name}:6379 track strict/n${index + 1} on-marked-up shutdown-backup-sessions\n`,
      );
      expect(config).toContain(`server l${index + 1} ${name}:6379 track lonely/n${index + 1} backup\n`);
    }
  });

  it("finds what is to take over under the alias of the next lineage, beside its own", () => {
    const found = (lineage: number) =>
      /server-template x 3 (\S+)/.exec(gatewayConfig({ ...input, members, lineage }))?.[1];
    expect([found(0), found(4)]).toEqual(["nodes-1.x-1000:6379", "nodes-5.x-1000:6379"]);
  });

  it("is any other gateway in everything else, and any other database's has nothing of it", () => {
    const nodes = /backend (strict|nodes)\n[\s\S]*?(?=frontend door)/;
    const plain = gatewayConfig(input);
    expect(plain).not.toContain("backend strict");
    expect(config.replace(nodes, "")).toBe(plain.replace(nodes, ""));
  });
});

describe("what can be done with a group", () => {
  const nodes = [1, 2, 3].map(() => ({ groupNumber: 1, status: "standby" as const }));

  it.each([
    ...(["provision", "remove", "back-up", "drill", "set-settings"] as const),
    ...(["change-plan", "upgrade", "restore", "restore-new", "import", "move", "replace-node"] as const),
  ])("%s is possible", (kind) => {
    expect(refusalOfGroup(kind, nodes)).toBeNull();
  });

  it.each(OPERATION_KINDS)("%s is always possible with one node", (kind) => {
    const single = { groupNumber: null, status: "active" as const };
    const former = nodes.map((node) => ({ ...node, status: "removed" as const }));
    expect(refusalOfGroup(kind, [...former, single])).toBeNull();
  });

  it.each(["undo-change", "change-stop-first"] as const)("%s is refused with what to do instead", (kind) => {
    expect(refusalOfGroup(kind, nodes)).toMatch(/^This cannot be done.*[.]$/);
  });

  it("is done with the group that serves, whatever is made beside it to take over", () => {
    const node = (id: string, status: "active" | "starting" | "standby", groupNumber: number | null) => ({
      ...{ id, status, groupNumber },
    });
    const coming = ["d", "e", "f"].map((id) => node(id, "starting", 4));
    const serving = [node("a", "standby", 1), node("b", "active", 1), node("c", "standby", 1)];
    const ids = (those: { id: string }[]) => those.map(({ id }) => id).join("");
    expect(ids(membersOf([...serving, ...coming]))).toBe("abc");
    expect(membersOf([node("a", "active", null), ...coming])).toEqual([]);
    expect(groupOf("my-app-3030", [...serving, ...coming])).toBe("my-app-3030.1");
    expect(ids(withGroup([...serving, ...coming], node("e", "starting", 4)))).toBe("def");
    const single = node("a", "active", null);
    expect(withGroup([single, ...coming], single)).toEqual([single]);
  });

  it("is of the group that its first node began", () => {
    expect(groupOf("my-app-3030", nodes)).toBe("my-app-3030.1");
    expect(groupOf("my-app-3030", [])).toBeNull();
  });

  it.each([
    [["a", "b", "b"], "b"],
    [["a", "b", null], null],
    [[null, null, null], null],
    [["a", null, "a"], "a"],
    [[], null],
  ])("of %j its master is %j", (named, master) => {
    expect(agreedMaster(named)).toBe(master);
  });
});
