import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { redisAdmin } from "../../lib/adapters/redis/admin";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { appServiceName, gatewayName, linkContainerName, nodeName } from "../../lib/core/databases/names";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions } from "../../lib/core/engines/versions";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import type { RedisAdmin } from "../../lib/ports/redis-admin";
import { redisAdminContract } from "../../lib/ports/redis-admin.contract";
import {
  containerOf,
  docker,
  newInstanceId,
  newPassword,
  removeEverything,
  shell,
  startApp,
  startGateway,
  startLink,
  startNode,
} from "./stack";

const REDIS_VERSIONS = offeredVersions(DEFAULT_CATALOG, REDIS);
const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
const plan = DEFAULT_PLANS[0]!;
const PONG_WAIT = { timeout: 30_000, interval: 100 };
let link: LinkAddress;
let admin: RedisAdmin;

beforeAll(async () => {
  link = await startLink(engine, instance);
  admin = redisAdmin(async () => link);
  await startApp(engine, instance, "stranger");
});
afterAll(async () => {
  await removeEverything(instance);
  expect(await engine.listResources()).toEqual([]);
});

/** Commands of ordinary clients, and what their answers hold. */
const ALLOWED: [string, RegExp][] = [
  ["PING", /PONG/],
  ["INFO server", /redis_version/],
  ["SELECT 5", /OK/],
  ["SET k v", /OK/],
  ["KEYS '*'", /k/],
  ["SCAN 0", /k/],
  ["EVAL 'return 7' 0", /7/],
  ["XADD s 1-1 a b", /1-1/],
  ["PUBLISH c m", /0/],
  ["CLIENT SETNAME me", /OK/],
  ["CLIENT ID", /\d/],
  ["CLIENT LIST", /addr=/],
  ["ACL WHOAMI", /./],
  ["MEMORY USAGE k", /\d/],
  ["SLOWLOG GET 1", /^/],
  ["ROLE", /master/],
  ["FLUSHDB", /OK/],
  ["FLUSHALL", /OK/],
];

/** Commands that escape the database or disturb the platform. */
const DENIED = [
  "CONFIG GET maxmemory",
  "CONFIG SET maxmemory 0",
  "ACL LIST",
  "ACL SETUSER default +@all",
  "REPLICAOF NO ONE",
  "SLAVEOF NO ONE",
  "MIGRATE h 1 k 0 1",
  "MODULE LIST",
  "SHUTDOWN NOSAVE",
  "DEBUG JMAP",
  "CLUSTER INFO",
  "MONITOR",
  "SAVE",
  "BGSAVE",
  "BGREWRITEAOF",
  "REPLCONF ack 0",
  "CLIENT KILL TYPE normal",
  "CLIENT PAUSE 1",
];

describe.each(REDIS_VERSIONS)("Redis %s as a service", (version) => {
  const number = 3_000 + REDIS_VERSIONS.indexOf(version);
  const appName = `app${number}`;
  const database = { instance, resourceId: `${appName}-${number}` };
  const passwords = { owner: newPassword(), gateway: newPassword(), berth: newPassword() };
  const input = { database, appName, version, plan, passwords };
  const target = { serviceName: nodeName(database, 1), user: "berth", password: passwords.berth };
  let node: string;
  let app: string;

  const asBerth = (command: string) =>
    shell(node, `redis-cli --user berth ${command}`, { REDISCLI_AUTH: passwords.berth });
  /** As the app does it, through the gateway. */
  const asApp = (command: string, user = `--user ${database.resourceId}`) =>
    shell(app, `redis-cli -h ${database.resourceId} ${user} ${command}`, { REDISCLI_AUTH: passwords.owner });
  const pong = (serviceName: string) => vi.waitFor(() => admin.ping({ ...target, serviceName }), PONG_WAIT);

  beforeAll(async () => {
    await Promise.all([startNode(engine, input), startApp(engine, instance, appName)]);
    await pong(target.serviceName);
    await startGateway(engine, input);
    await pong(gatewayName(database));
    node = await containerOf(engine, target.serviceName);
    app = await containerOf(engine, appServiceName(instance, appName));
  });
  afterAll(async () => {
    await engine.removeService(gatewayName(database), 90_000);
    await engine.removeService(target.serviceName, 180_000);
  });

  redisAdminContract(async () => ({
    admin,
    target,
    version,
    missingServiceName: nodeName(database, 2),
  }));

  it("runs with the plan's size and the reference platform's settings", async () => {
    const settings = ["maxmemory", "databases", "timeout", "save", "maxmemory-policy", "maxclients"];
    const said = await Promise.all(settings.map((name) => asBerth(`CONFIG GET ${name}`)));
    expect(said.map((text) => text.trim().split("\n").at(-1))).toEqual([
      String(plan.maxMemoryBytes),
      "6",
      "150",
      "900 1 300 10 60 10000",
      "noeviction",
      String(plan.clientsMax + 32),
    ]);
  });

  it("redis-server is process 1 and not root, within its memory limit", async () => {
    expect((await shell(node, "cat /proc/1/comm")).trim()).toBe("redis-server");
    expect(await shell(node, "cat /proc/1/status")).toMatch(/^Uid:\s+999\s+999\s+999\s+999$/m);
    expect(await shell(node, "ls -ln /data")).toMatch(/^-rw-------\s+1\s+999\s+999\s.*users\.acl$/m);
    const { HostConfig } = JSON.parse(await docker("inspect", "--format", "{{json .}}", node));
    expect(HostConfig.Memory).toBe(plan.maxMemoryBytes * 1.25 + 64 * 1024 * 1024);
    expect(HostConfig.MemorySwap).toBe(2 * HostConfig.Memory);
    const { HostConfig: gateway } = JSON.parse(
      await docker("inspect", "--format", "{{json .}}", await containerOf(engine, gatewayName(database))),
    );
    expect(gateway.Memory).toBeGreaterThan(0);
  });

  it("the app signs in through the gateway with user and password, and with the password alone", async () => {
    expect(await asApp("ACL WHOAMI")).toContain(database.resourceId);
    expect(await asApp("ACL WHOAMI", "")).toContain("default");
    const url = `redis://${database.resourceId}:${passwords.owner}@${database.resourceId}:6379/0`;
    expect(await shell(app, "/demo/redis INCR counter", { REDIS_URL: url })).toBe("1\n");
    expect(await asApp("FLUSHALL")).toBe("OK\n");
    const refused = await shell(app, `redis-cli -h ${database.resourceId} PING`, { REDISCLI_AUTH: "wrong" });
    expect(refused).toMatch(/WRONGPASS|NOAUTH/);
  });

  it("the app may do what ordinary clients do, and nothing that escapes the database", async () => {
    for (const [command, answer] of ALLOWED) {
      const said = await asApp(command);
      expect(said, command).toMatch(answer);
      expect(said, command).not.toMatch(/NOPERM|ERR/);
    }
    for (const command of DENIED) expect(await asApp(command), command).toMatch(/NOPERM|not allowed/);
  });

  it("the gateway's own user may only look whether Redis is there", async () => {
    const asGateway = (command: string) =>
      shell(node, `redis-cli --user gateway ${command}`, { REDISCLI_AUTH: passwords.gateway });
    expect(await asGateway("PING")).toContain("PONG");
    expect(await asGateway("INFO replication")).toContain("role:master");
    for (const command of ["GET k", "CONFIG GET save", "ACL LIST", "CLIENT LIST"]) {
      expect(await asGateway(command), command).toContain("NOPERM");
    }
  });

  it("another app's container reaches neither gateway nor node", async () => {
    const stranger = await containerOf(engine, appServiceName(instance, "stranger"));
    const gateway = await containerOf(engine, gatewayName(database));
    const addresses = (
      await docker(
        "inspect",
        "--format",
        "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}",
        gateway,
        node,
      )
    )
      .split(/\s+/)
      .filter(Boolean);
    expect(addresses.length).toBe(3);
    const names = [
      database.resourceId,
      gatewayName(database),
      target.serviceName,
      `nodes.${database.resourceId}`,
    ];
    for (const host of [...names, ...addresses]) {
      const said = await shell(stranger, `busybox timeout 2 redis-cli -h ${host} PING`);
      expect(said, host).not.toMatch(/PONG|NOAUTH|ERR/);
    }
    for (const host of names.slice(2)) {
      expect(await shell(app, `busybox timeout 2 redis-cli -h ${host} PING`), host).not.toMatch(
        /PONG|NOAUTH|ERR/,
      );
    }
  });

  it("a connection beyond the plan's is refused instead of waiting, and the next one is let in when there is room", async () => {
    const ping = `busybox timeout 5 redis-cli -h ${database.resourceId} PING 2>&1`;
    const hold = `(echo PING; sleep 50) | redis-cli -h ${database.resourceId} >/dev/null & held="$held $!"\n`;
    const line = [
      hold.repeat(plan.clientsMax),
      // Until all of them are in.
      `while said=$(${ping}); [ "$said" = PONG ]; do :; done`,
      'echo "$said"',
      "kill $held",
      `until [ "$(${ping})" = PONG ]; do :; done`,
      "echo PONG",
    ].join("\n");
    const lines = (await shell(app, line, { REDISCLI_AUTH: passwords.owner })).trim().split("\n");
    expect(lines[0]).toMatch(/error|could not connect/i);
    expect(lines.at(-1)).toBe("PONG");
  });

  it("no secret shows in inspect, in the list of processes, or in a log", async () => {
    const containers = [node, await containerOf(engine, gatewayName(database)), linkContainerName(instance)];
    const services = [target.serviceName, gatewayName(database)];
    const shown = [
      await docker("inspect", ...containers),
      await docker("service", "inspect", ...services),
      await docker(
        "secret",
        "inspect",
        ...(await engine.listResources()).flatMap(({ type, name }) => (type === "secret" ? [name] : [])),
      ),
      ...(await Promise.all(containers.map((container) => docker("top", container, "-eo", "pid,args")))),
      ...(await Promise.all(containers.map((container) => docker("logs", container)))),
    ].join("\n");
    for (const secret of [...Object.values(passwords), link.keyPem.split("\n")[1] ?? ""]) {
      expect(shown.includes(secret)).toBe(false);
    }
  });

  it("data, a changed setting and a changed password survive a new container", async () => {
    await asApp("SET kept value");
    await asBerth("CONFIG SET maxmemory-policy allkeys-lru");
    await asBerth("CONFIG REWRITE");
    await asBerth("ACL SETUSER extra on '>extra-password' '~*' +@read");
    await asBerth("ACL SAVE");
    await startNode(engine, { ...input, revision: 2 });
    await vi.waitFor(async () => {
      const [task] = await engine.listTasks(target.serviceName);
      expect(task).toMatchObject({ state: "running", revision: 2 });
    }, PONG_WAIT);
    await pong(target.serviceName);
    node = await containerOf(engine, target.serviceName);
    expect(await asBerth("CONFIG GET maxmemory-policy")).toContain("allkeys-lru");
    const asExtra = await shell(node, "redis-cli --user extra GET kept", { REDISCLI_AUTH: "extra-password" });
    expect(asExtra).toBe("value\n");
    await vi.waitFor(async () => expect(await asApp("GET kept")).toBe("value\n"), PONG_WAIT);
  });
});

describe("the link", () => {
  /** What becomes of a TLS connection on which PING is sent. */
  const knock = (options: { servername: string; key?: string; cert?: string }): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({
        ...options,
        host: link.host,
        port: link.port,
        ca: link.caPem,
        checkServerIdentity: () => undefined,
      });
      let said = "";
      socket.setTimeout(8_000, () => socket.destroy());
      socket.on("secureConnect", () => socket.write("PING\r\n"));
      socket.on("data", (data) => {
        said += data;
        socket.destroy();
      });
      socket.on("error", (error) => {
        said ||= error.message;
      });
      socket.on("close", () => resolve(said || "closed"));
    });
  const credentials = () => ({ key: link.keyPem, cert: link.certPem });
  const stranger = () => appServiceName(instance, "stranger");

  it("refuses a client without a certificate, or with one of another authority", async () => {
    const servername = `${instance}-app3000-3000-node-1`;
    expect(await knock({ servername })).toMatch(/certificate required|closed|ECONNRESET/i);
    const other = newInstanceId();
    const { x509CertificateAuthority: authorities } = await import("../../lib/adapters/certificates/x509");
    const authority = await authorities.createAuthority(`Berth ${instance}`);
    const client = await authorities.issueClient(authority, { name: other, validDays: 1 });
    expect(await knock({ servername, key: client.keyPem, cert: client.certificatePem })).toMatch(
      /unknown ca|bad certificate|decrypt error|certificate|closed|ECONNRESET/i,
    );
    await expect(
      redisAdmin(async () => ({ ...link, certPem: client.certificatePem, keyPem: client.keyPem })).ping({
        serviceName: servername,
        user: "berth",
        password: "x",
      }),
    ).rejects.toMatchObject({ code: "unavailable" });
  });

  it("leads to services of its own instance only", async () => {
    expect(await knock({ servername: "localhost", ...credentials() })).toBe("closed");
    expect(await knock({ servername: stranger(), ...credentials() })).toBe("closed");
  });

  it("one that does not run is told as such", async () => {
    const nowhere = redisAdmin(async () => ({ ...link, port: 1 }));
    await expect(
      nowhere.ping({ serviceName: `${instance}-x`, user: "berth", password: "x" }),
    ).rejects.toMatchObject({ code: "unavailable", reason: "link_unreachable" });
  });
});
