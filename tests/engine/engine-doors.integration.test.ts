import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dockerodeContainerLogs } from "../../lib/adapters/docker/dockerode/container-logs";
import { dockerodeContainerStats } from "../../lib/adapters/docker/dockerode/container-stats";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { linkDoor } from "../../lib/adapters/redis/door";
import { CONTROL_PLANE } from "../../lib/core/databases/gateway-door";
import { DEMO_IMAGE, HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { controlNetworkName } from "../../lib/core/databases/names";
import { ENGINE_PREFIX, engineDoorName } from "../../lib/core/hosts/engine-door";
import { MIB } from "../../lib/core/units";
import type { KeyPair } from "../../lib/ports/certificate-authority";
import type { DockerEngine } from "../../lib/ports/docker-engine";
import { engineDoors } from "../../lib/runtime/engine-doors";
import { engineDoorSecrets, engineDoorService } from "../../lib/workflows/specs/engine-door-service";
import { bareService } from "../bare-service";
import { issue, newInstanceId, startLink } from "./stack";
import { startTwoHosts } from "./two-hosts";

const WAIT = { timeout: 60_000, interval: 200 };
const OWNER = { appId: "app-1", databaseId: "11111111-1111-4111-8111-111111111111" };
const NOBODY = { appId: null, databaseId: null };

let hosts: Awaited<ReturnType<typeof startTwoHosts>>;
let engine: DockerEngine;
let link: LinkAddress;
let options: Parameters<typeof dockerodeEngine>[0];
let hostId: string;
const instance = newInstanceId();
const door = () => engineDoorName(instance, hostId);
const reach = async () => (await engine.listHosts()).find(({ id }) => id === hostId)?.isReachable;

beforeAll(async () => {
  hosts = await startTwoHosts([HAPROXY_IMAGE, DEMO_IMAGE], [HAPROXY_IMAGE]);
  hostId = await hosts.idOf(hosts.second);
  const credentials = async () => link;
  options = {
    instance,
    socketPath: hosts.first.socket,
    openDoor: engineDoors({ openStream: linkDoor(credentials).open, credentials }),
  };
  engine = dockerodeEngine(options);
  link = await startLink(engine, instance);
  await hosts.relay(link.port);
}, 360_000);
afterAll(() => hosts.remove(), 240_000);

async function openDoor(): Promise<void> {
  const certificates = issue(instance);
  const files = { door: await certificates.server(door()), authorityPem: certificates.authorityPem };
  for (const secret of engineDoorSecrets({ instance, hostId }, files)) await engine.applySecret(secret);
  await engine.applyService(engineDoorService({ instance, hostId }));
}

test("without a door the other host's engine is told as out of reach, and its things are not listed", async () => {
  expect(await engine.listHosts()).toHaveLength(2);
  expect(await reach()).toBe(false);
  await expect(engine.removeVolume(hostId, `${instance}-none`)).rejects.toMatchObject({
    code: "unavailable",
    reason: "host_unreachable",
  });
});

test("through its door the other host's engine answers all that is asked of one: images, volumes, runs, figures, lines", async () => {
  await openDoor();
  await expect.poll(reach, WAIT).toBe(true);
  const [from, to] = [`${instance}-one`, `${instance}-two`];
  async function* content() {
    yield Buffer.alloc(3 * MIB, "x");
  }
  const place = { hostId, owner: OWNER, image: DEMO_IMAGE };
  const file = { ...place, volume: from, fileName: "word", uid: 1_000, mode: 0o600 };
  // The image is not there: it is brought.
  await engine.writeVolumeFile({ ...file, bytes: 3 * MIB, content: content() });
  expect(await hosts.docker(hosts.second, "image", "inspect", "--format", "{{.Id}}", DEMO_IMAGE)).not.toBe(
    "",
  );
  await engine.copyVolume({ ...place, from, to, except: [], mark: "mark" }, 90_000);
  expect(await engine.hasVolume({ hostId, name: to, anyOf: ["mark"], image: DEMO_IMAGE })).toBe(true);
  const command = ["sh", "-c", "wc -c < /data/word"];
  const run = { ...place, name: `${instance}-run`, command, user: "1000:1000", memoryLimitBytes: 16 * MIB };
  const volumes = [{ name: to, path: "/data" }];
  expect(await engine.runShortly({ ...run, volumes, cpus: 1, timeoutMs: 30_000 })).toEqual({
    exitCode: 0,
    output: `${3 * MIB}\n`,
  });
  expect((await engine.listResources()).filter(({ type }) => type === "volume")).toEqual([
    { type: "volume", name: from, hostId, owner: OWNER },
    { type: "volume", name: to, hostId, owner: OWNER },
  ]);

  const name = `${instance}-node`;
  const says = ["sh", "-c", "i=0; while true; do i=$((i+1)); echo line $i; sleep 0.2; done"];
  const spec = bareService(name, { owner: OWNER, role: "node", hostId, command: says, cpus: 0.5 });
  await engine.applyService(spec);
  const stats = dockerodeContainerStats(options);
  const running = async () => (await stats.listContainers()).find(({ isRunning }) => isRunning);
  await expect.poll(running, WAIT).toMatchObject({ serviceName: name, hostId });
  const container = await running();
  if (!container) throw new Error("it does not run");
  expect((await stats.readContainer(container)).usedBytes).toBeGreaterThan(0);
  expect(await stats.measureVolume({ hostId, name: from })).toBeGreaterThanOrEqual(3 * MIB);
  const logs = dockerodeContainerLogs(options);
  expect((await logs.readLogs(container, { linesMax: 1 }))[0]?.text).toMatch(/^line \d+$/);
  const stop = new AbortController();
  for await (const { text } of logs.followLogs(container, stop.signal)) {
    expect(text).toMatch(/^line \d+$/);
    stop.abort();
  }
  await engine.lendCpus({ hostId, serviceName: name, extraCpus: 0.5 });
  const limit = ["inspect", "--format", "{{.HostConfig.NanoCpus}}", container.containerId];
  expect(await hosts.docker(hosts.second, ...limit)).toBe("1000000000");
  await engine.removeService(name, 90_000);
  for (const volume of [from, to]) await engine.removeVolume(hostId, volume);
});

test("our own build of an image is brought to each host, also where another of that name is", async () => {
  const there = () => hosts.docker(hosts.second, "image", "ls", "--no-trunc", "--quiet", HAPROXY_IMAGE);
  const former = await there();
  const container = await hosts.docker(hosts.first, "create", "--network", "none", HAPROXY_IMAGE);
  const change = ["--change", "LABEL berth.test=another", container, HAPROXY_IMAGE];
  const own = await hosts.docker(hosts.first, "commit", ...change);
  await hosts.docker(hosts.first, "rm", container);
  expect(own).not.toBe(former);
  await engine.spreadImage(HAPROXY_IMAGE);
  expect(await there()).toBe(own);
});

/** What the door answers to who shows that certificate: the status, or null where no word came through. */
async function ask(serverName: string, shown: KeyPair | null, line: string): Promise<string | null> {
  const stream = await linkDoor(async () => link).open(`${ENGINE_PREFIX}${door()}`);
  return new Promise((resolve) => {
    const own = shown && { cert: shown.certificatePem, key: shown.keyPem };
    const socket = connectTls({ socket: stream, ca: link.caPem, servername: serverName, ...own });
    const end = () => {
      stream.destroy();
      resolve(null);
    };
    socket.on("error", end).on("close", end);
    socket.on("data", (data) => {
      resolve(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1] ?? "no HTTP");
      socket.destroy();
    });
    socket.write(`${line} HTTP/1.1\r\nHost: engine\r\nContent-Length: 0\r\n\r\n`);
  });
}

test("the door lets in the control plane alone, for the calls of its list alone", async () => {
  const { client, server } = issue(instance);
  const own = { certificatePem: link.certPem, keyPem: link.keyPem };
  expect(await ask(door(), own, "GET /version")).toBe("200");
  expect(await ask(door(), null, "GET /version")).toBeNull();
  expect(await ask(door(), await server(engineDoorName(instance, "another")), "GET /version")).toBeNull();
  expect(await ask(door(), await server(CONTROL_PLANE), "GET /version")).toBeNull();
  expect(await ask(door(), await client("somebody else"), "GET /version")).toBe("403");
  for (const line of [
    "GET /secrets",
    "POST /swarm/leave",
    "GET /v1.40/containers/json",
    "POST /exec/1/start",
  ])
    expect(await ask(door(), own, line)).toBe("403");
});

test("no host answers for another: the certificate has to be of the name that was asked for", async () => {
  const own = { certificatePem: link.certPem, keyPem: link.keyPem };
  expect(await ask(engineDoorName(instance, "another"), own, "GET /version")).toBeNull();
});

test("an app's container neither finds the door nor reaches its address, and nothing secret shows", async () => {
  const network = `${instance}-app-one`;
  await engine.applyNetwork({ name: network, owner: NOBODY, isAttachable: false });
  const name = `${instance}-curious`;
  await engine.applyService(
    bareService(name, { hostId, networks: [{ name: network, aliases: [] }], owner: NOBODY }),
  );
  const inSecond = (...words: string[]) => hosts.docker(hosts.second, ...words);
  const containerOf = (service: string) => inSecond("ps", "-q", "--filter", `name=${service}`);
  await expect.poll(() => containerOf(name), WAIT).not.toBe("");
  const addresses = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}";
  const doorContainer = await containerOf(door());
  const address = (await inSecond("inspect", "--format", addresses, doorContainer)).split(" ")[0] ?? "";
  expect(address).toMatch(/^10\./);
  const inside = async (...words: string[]) =>
    inSecond("exec", await containerOf(name), "busybox", ...words).then(
      () => "got through",
      () => "refused",
    );
  expect(await inside("nslookup", door())).toBe("refused");
  expect(await inside("nc", "-w", "2", address, "2376")).toBe("refused");
  const shown = [
    await inSecond("inspect", doorContainer),
    await hosts.docker(hosts.first, "service", "inspect", door()),
    await hosts.docker(hosts.first, "network", "inspect", controlNetworkName(instance)),
  ].join("\n");
  expect(shown).not.toContain("PRIVATE KEY");
  expect(JSON.parse(await inSecond("inspect", doorContainer))[0].HostConfig).toMatchObject({
    ReadonlyRootfs: true,
    CapDrop: ["ALL"],
    PortBindings: {},
  });
});

test("a host that is cut off is out of reach within seconds, and within reach again once it is mended", async () => {
  await hosts.cut();
  await expect.poll(reach, WAIT).toBe(false);
  await hosts.mend();
  await expect.poll(reach, WAIT).toBe(true);
});
