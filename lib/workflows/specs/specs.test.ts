import { describe, expect, it } from "vitest";
import { DOWN_AFTER_MS, sentinelNames } from "../../core/availability/group";
import { publicGateConfig } from "../../core/databases/public-gate";
import { REDIS } from "../../core/engines/redis/engine";
import { DEFAULT_PLANS } from "../../core/plans/catalog";
import { MIB } from "../../core/units";
import { gatewayService } from "./gateway-service";
import { nodeService } from "./node-service";
import { publicGateService } from "./public-gate-service";

const database = { instance: "b1", resourceId: "my-app-3030" };
const owner = { appId: "app-1", databaseId: "db-1" };
const common = { database, owner, revision: 1 };
const [free] = DEFAULT_PLANS;
const largest = DEFAULT_PLANS.at(-1);
if (!free || !largest) throw new Error("the catalog is empty");

describe("nodeService", () => {
  const node = (plan = free, cpus = 2, member?: { sentinels: string[] }) =>
    nodeService({
      ...common,
      number: 1,
      engine: REDIS,
      version: "8.0.2",
      plan,
      host: { id: "host-1", cpus },
      isFirstStart: true,
      ...(member && { member }),
    });

  it("is on the control network only, pinned to its volume's host", () => {
    expect(node()).toMatchObject({
      name: "b1-my-app-3030-node-1",
      hostId: "host-1",
      networks: [{ name: "b1", aliases: ["nodes.my-app-3030"] }],
      volumes: [{ name: "b1-my-app-3030-node-1", path: "/data" }],
      ports: [],
      user: "999:999",
    });
  });

  it.each([
    [2, 2],
    [16, 4],
  ])("on a host of %i cores the largest plan gets %i", (cpus, expected) => {
    expect(node(largest, cpus).cpus).toBe(expected);
  });

  it("reserves what it may use, and has time to save all of it", () => {
    expect(node()).toMatchObject({
      memoryLimitBytes: 104 * MIB,
      memoryReservationBytes: 104 * MIB,
      stopGraceMs: 31_000,
    });
    expect(node(largest).stopGraceMs).toBe(542_000);
  });

  it("of a group asks the Sentinels before the server starts; any other asks nobody", () => {
    const { command, environment, startValues, nameOptions, restartDelayMs, secrets } = node(free, 2, {
      sentinels: sentinelNames("b1"),
    });
    expect(command[2]).toMatch(/get-master-addr-by-name[\s\S]*\nexec redis-server/);
    expect(environment).toEqual({
      BERTH_NODE: "b1-my-app-3030-node-1",
      BERTH_SENTINELS: "b1-sentinel-1 b1-sentinel-2 b1-sentinel-3",
    });
    expect(startValues).toEqual({ BERTH_FIRST_START: "yes", BERTH_GROUP: "" });
    expect(nameOptions).toContain("ndots:1");
    expect(restartDelayMs).toBeGreaterThan(2 * DOWN_AFTER_MS);
    expect(secrets.at(-1)).toMatchObject({ secretName: "b1-sentinels-asking", fileName: "asking-password" });
    const other = node();
    expect(other.command[2]).not.toContain("entinel");
    expect(other).not.toHaveProperty("nameOptions");
    expect(other).not.toHaveProperty("restartDelayMs");
    expect(other.secrets).toHaveLength(2);
  });

  it("holds nothing secret: only names of secrets", () => {
    expect(node().environment).toEqual({});
    expect(node().secrets.map(({ secretName }) => secretName)).toEqual([
      "b1-my-app-3030-n1-conf",
      "b1-my-app-3030-n1-acl",
    ]);
  });
});

describe("gatewayService", () => {
  it("awaits the node that it is to find at its start; one of a group follows whichever is the master", () => {
    const plan = { plan: free, clientsMax: 20, isTlsForced: false };
    const one = { ...common, ...plan, appName: "my-app", revision: 1, hostId: null, lineage: 2 };
    const [shell, , script, awaited] = gatewayService(one).command ?? [];
    expect([shell, awaited]).toEqual(["sh", "nodes-2.my-app-3030"]);
    expect(script).toContain("exec haproxy -f /run/secrets/haproxy.cfg");
    expect(gatewayService({ ...one, isGroup: true }).command?.[0]).toBe("haproxy");
  });

  it("is known to the app by the resource id, and to nobody on the control network", () => {
    const gateway = gatewayService({
      ...common,
      appName: "my-app",
      revision: 3,
      plan: free,
      isTlsForced: true,
      clientsMax: 20,
      hostId: "host-1",
    });
    expect(gateway).toMatchObject({
      name: "b1-my-app-3030",
      hostId: "host-1",
      ports: [],
      environment: { RES_OPTIONS: "timeout:1 attempts:1" },
      startValues: { CLIENTS_MAX: "20", TLS_FORCED: "1" },
      networks: [
        { name: "b1", aliases: [] },
        { name: "b1-app-my-app", aliases: ["my-app-3030"] },
      ],
      secrets: [
        { secretName: "b1-my-app-3030-gw-3", fileName: "haproxy.cfg", uid: 99, mode: 0o400 },
        { secretName: "b1-my-app-3030-gd-3", fileName: "gateway.pem", uid: 99, mode: 0o400 },
        { secretName: "b1-gateways-authority", fileName: "authority.pem", uid: 99, mode: 0o400 },
        { secretName: "b1-gateways-script-2", fileName: "gateway.lua", uid: 99, mode: 0o400 },
      ],
    });
  });
});

describe("publicGateService", () => {
  it("is the only thing published, reaches no app's network, and holds neither key nor password", () => {
    const gate = publicGateService({ database, owner, revision: 2, port: 20_001, hostId: "host-1" });
    expect(gate).toMatchObject({
      name: "b1-my-app-3030-public",
      ports: [{ published: 20_001, target: 6380 }],
      networks: [{ name: "b1", aliases: [] }],
      secrets: [{ secretName: "b1-my-app-3030-gp-2", fileName: "haproxy.cfg", uid: 99, mode: 0o400 }],
      // The engine would wait for ever for the port that the old one has.
      updateOrder: "stop-first",
    });
  });

  it.each([
    [[], null],
    [["192.0.2.0/24", "2001:db8::/32"], "tcp-request connection reject unless is_allowed"],
  ])("lets in TLS alone, from %j", (allowedNetworks, rule) => {
    const lines = publicGateConfig({ serviceName: "b1-my-app-3030", allowedNetworks }).split("\n  ");
    expect(lines).toContain("tcp-request content reject unless is_tls");
    for (const network of allowedNetworks) expect(lines).toContain(`acl is_allowed src ${network}`);
    expect(lines.find((line) => line.includes("is_allowed") && line.includes("reject")) ?? null).toBe(rule);
  });
});
