import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { haproxyGateways } from "../../lib/adapters/gateway/haproxy";
import { redisAdmin } from "../../lib/adapters/redis/admin";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { linkDoor } from "../../lib/adapters/redis/door";
import { CLIENTS_MAX_VARIABLE } from "../../lib/core/databases/gateway-config";
import { CONTROL_PLANE, GATEWAY_DOOR_PORT } from "../../lib/core/databases/gateway-door";
import { appServiceName, controlNetworkName, gatewayName, nodeName } from "../../lib/core/databases/names";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import type { KeyPair } from "../../lib/ports/certificate-authority";
import { gatewaysContract } from "../../lib/ports/gateways.contract";
import { pemOf } from "../../lib/workflows/specs/gateway-service";
import {
  containerOf,
  docker,
  issue,
  newInstanceId,
  newPassword,
  removeEverything,
  shell,
  startApp,
  startGateway,
  startLink,
  startNode,
} from "./stack";

const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
const plan = DEFAULT_PLANS[0]!;
const appName = "door";
const database = { instance, resourceId: `${appName}-3100` };
const passwords = { owner: newPassword(), gateway: newPassword(), berth: newPassword() };
const serviceName = gatewayName(database);
const node = nodeName(database, 1);
const WAIT = { timeout: 30_000, interval: 100 };
let link: LinkAddress;
let app: string;

const admin = redisAdmin(async () => link);
const gateways = haproxyGateways({
  openStream: linkDoor(async () => link).open,
  credentials: async () => link,
});
const target = { serviceName, user: "berth", password: passwords.berth };
const asApp = (command: string) =>
  shell(app, `redis-cli -h ${database.resourceId} ${command}`, { REDISCLI_AUTH: passwords.owner });

beforeAll(async () => {
  link = await startLink(engine, instance);
  const input = { database, appName, version: "8.0.2" as const, plan, passwords };
  await Promise.all([startNode(engine, input), startApp(engine, instance, appName)]);
  await startGateway(engine, input);
  await vi.waitFor(() => admin.ping(target), WAIT);
  app = await containerOf(engine, appServiceName(instance, appName));
});
afterAll(() => removeEverything(instance));

describe("haproxyGateways", () => {
  gatewaysContract(async () => ({
    gateways,
    serviceName,
    containers: (await engine.listTasks(serviceName)).map(({ name }) => name),
    tlsName: database.resourceId,
    newCertificate: async () => pemOf(await issue(instance).server(serviceName, database.resourceId)),
    missingServiceName: `${serviceName}9`,
  }));
});

/** What the door of that address says to somebody in a container's network. */
async function knock(container: string, host: string, credentials: KeyPair | null): Promise<string> {
  const pid = (await docker("inspect", "--format", "{{.State.Pid}}", container)).trim();
  const words = ["--target", pid, "--net", process.execPath, "tests/engine/knock.mjs"];
  const child = spawn("nsenter", words, { stdio: ["pipe", "pipe", "inherit"] });
  const with_ = { cert: credentials?.certificatePem, key: credentials?.keyPem };
  child.stdin.end(JSON.stringify({ host, port: GATEWAY_DOOR_PORT, ca: link.caPem, ...with_ }));
  return text(child.stdout);
}

/** The gateway's addresses by network. */
async function addresses(): Promise<Record<string, string>> {
  const container = await containerOf(engine, serviceName);
  const networks = JSON.parse(
    await docker("inspect", "--format", "{{json .NetworkSettings.Networks}}", container),
  );
  return Object.fromEntries(
    Object.entries<{ IPAddress: string }>(networks).map(([name, { IPAddress }]) => [name, IPAddress]),
  );
}

describe("the door of a gateway", () => {
  test("lets in the control plane, from the control network", async () => {
    const controlled = await containerOf(engine, node);
    const host = (await addresses())[controlNetworkName(instance)] ?? "";
    const { client } = issue(instance);
    expect(await knock(controlled, host, await client(CONTROL_PLANE))).toMatch(/^answered: \d+\.\d+/);
  });

  test.each([
    ["without a certificate", async () => null],
    ["with the certificate of another database's door", () => issue(instance).server(`${instance}-other-1`)],
    ["with its own certificate", () => issue(instance).server(serviceName)],
    ["with a certificate for somebody else", () => issue(instance).client("somebody")],
  ])("refuses whoever comes from the control network %s", async (_who, credentials) => {
    const controlled = await containerOf(engine, node);
    const host = (await addresses())[controlNetworkName(instance)] ?? "";
    expect(await knock(controlled, host, await credentials())).toMatch(/^refused: /);
  });

  test("refuses a container of the app, whatever it shows, at every address", async () => {
    const { client } = issue(instance);
    const [known, ...others] = [database.resourceId, ...Object.values(await addresses())];
    expect(others.length).toBe(2);
    const shown = await client(CONTROL_PLANE);
    for (const host of others) expect(await knock(app, host, shown), host).toMatch(/^(refused: |silence)/);
    const address = (await shell(app, `getent hosts ${known}`)).split(/\s/)[0] ?? "";
    expect(await knock(app, address, shown)).toMatch(/^refused: /);
  });
});

describe("a gateway that is told", () => {
  test("ends its sessions when it leaves a node, and its checks find the one that serves", async () => {
    const session = asApp("BLPOP nothing 30");
    await vi.waitFor(async () => expect(await asApp("CLIENT LIST")).toContain("cmd=blpop"), WAIT);
    const door = await gateways.open({ serviceName });
    await door.leave();
    door.close();
    expect(await session).toMatch(/closed|reset/i);
    expect(await asApp("PING")).toBe("PONG\n");
  });

  test("lets in as many connections as it was told last, also after it was killed", async () => {
    const hold = `(echo PING; sleep 3) | redis-cli -h ${database.resourceId} >/dev/null & `;
    const line = `${hold.repeat(2)} sleep 1; redis-cli -h ${database.resourceId} PING; wait`;
    const third = () => shell(app, line, { REDISCLI_AUTH: passwords.owner });
    await gateways.setClientsMax({ serviceName }, 2);
    expect(await third()).not.toContain("PONG");
    await gateways.setClientsMax({ serviceName }, 3);
    expect(await third()).toContain("PONG");

    await engine.setStartValues(serviceName, { [CLIENTS_MAX_VARIABLE]: "2" });
    expect(await third(), "one that runs is left alone").toContain("PONG");
    const before = await containerOf(engine, serviceName);
    await docker("kill", before);
    await vi.waitFor(async () => expect(await containerOf(engine, serviceName)).not.toBe(before), WAIT);
    await vi.waitFor(async () => expect(await asApp("PING")).toBe("PONG\n"), WAIT);
    expect(await third()).not.toContain("PONG");
  });

  test("says each thing once", async () => {
    const said = (await docker("logs", await containerOf(engine, serviceName))).split("\n");
    const up = said.filter((line) => /Server nodes\/n1 is UP, reason/.test(line));
    expect(up.length).toBe(1);
  });
});

test("a connection made while no node serves is held until one does", async () => {
  const asNode = async (words: string) =>
    shell(await containerOf(engine, node), `redis-cli --user berth ${words}`, {
      REDISCLI_AUTH: passwords.berth,
    });
  await gateways.setClientsMax({ serviceName }, 20);
  await asNode("ACL SETUSER gateway off");
  const quickly = `busybox timeout 1 redis-cli -h ${database.resourceId} PING`;
  await vi.waitFor(async () => {
    expect(await shell(app, quickly, { REDISCLI_AUTH: passwords.owner })).not.toContain("PONG");
  }, WAIT);
  const held = asApp("PING");
  await asNode("ACL SETUSER gateway on");
  expect(await held).toBe("PONG\n");
});
