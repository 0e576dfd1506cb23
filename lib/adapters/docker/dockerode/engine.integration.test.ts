import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bareService } from "@/tests/bare-service";
import { noteMade } from "../../../../tests/made";
import { DEMO_IMAGE } from "../../../core/databases/images";
import type { DockerEngine } from "../../../ports/docker-engine";
import { dockerEngineContract } from "../../../ports/docker-engine.contract";
import { dockerodeEngine } from "./engine";

const STOP_MS = 30_000;
const docker = new Docker();
const CONTROL_SUBNET = /^10\.(19[2-9]|2\d\d)\.\d+\.0\/20$/;
const newId = () => noteMade("instance", `t${randomBytes(4).toString("hex")}`);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** In the order in which one lets the other go. */
async function removeAll(engine: DockerEngine): Promise<void> {
  const resources = await engine.listResources();
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  await Promise.all(of("service").map(({ name }) => engine.removeService(name, STOP_MS)));
  await Promise.all(of("container").map(({ name }) => engine.removeLocalContainer(name)));
  await Promise.all(of("network").map(({ name }) => engine.removeNetwork(name)));
  await Promise.all(of("secret").map(({ name }) => engine.removeSecret(name)));
  await Promise.all(of("volume").map(({ name, hostId }) => engine.removeVolume(hostId ?? "", name)));
}

async function addForeignService(name: string, environment: Record<string, string>): Promise<void> {
  const env = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
  await docker.createService({
    Name: name,
    TaskTemplate: { ContainerSpec: { Image: DEMO_IMAGE, Env: env } },
    Mode: { Replicated: { Replicas: 1 } },
    EndpointSpec: { Mode: "dnsrr" },
  });
}

async function environmentOf(name: string): Promise<Record<string, string>> {
  const { Spec } = await docker.getService(name).inspect();
  const env: string[] = Spec.TaskTemplate.ContainerSpec.Env ?? [];
  return Object.fromEntries(
    env.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

const listContainers = (name: string) =>
  docker.listContainers({ filters: { label: [`com.docker.swarm.service.name=${name}`] } });

async function cpusOf(name: string): Promise<number | null> {
  const [container] = await listContainers(name);
  if (!container) throw new Error(`${name} does not run`);
  const { NanoCpus } = (await docker.getContainer(container.Id).inspect()).HostConfig;
  return NanoCpus ? NanoCpus / 1e9 : null;
}

async function setReplicas(name: string, count: number): Promise<void> {
  const service = docker.getService(name);
  const { Spec, Version } = await service.inspect();
  await service.update({ ...Spec, Mode: { Replicated: { Replicas: count } }, version: Version.Index });
}

describe("dockerodeEngine", () => {
  dockerEngineContract(async () => {
    const instance = newId();
    const engine = dockerodeEngine({ instance });
    const other = dockerodeEngine({ instance: newId() });
    const foreign: string[] = [];
    return {
      instance,
      engine,
      other,
      addForeignService: async (name, environment) => {
        foreign.push(name);
        await addForeignService(name, environment);
      },
      environmentOf,
      cpusOf,
      answerRuns: () => {},
      containersOf: async (name) => (await listContainers(name)).length,
      stopTasks: (name) => setReplicas(name, 0),
      startTasks: (name) => setReplicas(name, 1),
      freePort: await freePort(),
      cleanUp: async () => {
        await Promise.all(foreign.map((name) => docker.getService(name).remove()));
        await removeAll(engine);
        await removeAll(other);
        expect([...(await engine.listResources()), ...(await other.listResources())]).toEqual([]);
      },
    };
  });
});

describe("dockerodeEngine on its own", () => {
  const instance = newId();
  const engine = dockerodeEngine({ instance });
  const owner = { appId: null, databaseId: null };

  /** What comes of asking one that says nothing, which takes 15 s: asked while the other tests run. */
  let silence: Promise<{ error: unknown; ms: number }>;
  beforeAll(async () => {
    const path = `/tmp/${instance}.sock`;
    const hanging = createServer(() => {}).listen(path);
    const startedAt = Date.now();
    silence = dockerodeEngine({ instance, socketPath: path })
      .ping()
      .then(
        () => null,
        (error: unknown) => error,
      )
      .then((error) => ({ error, ms: Date.now() - startedAt }))
      .finally(() => hanging.close());
    await engine.applyNetwork({ name: instance, owner, isAttachable: true });
  });
  afterAll(() => removeAll(engine));

  it("an engine that is not there is told within the time limit, as a thing that may pass", async () => {
    await expect(dockerodeEngine({ instance, socketPath: "/nowhere.sock" }).ping()).rejects.toMatchObject({
      code: "unavailable",
      reason: "engine_unreachable",
    });
  });

  it("the control network has room for 4,000 addresses and overlaps with no other", async () => {
    const [network] = await docker.listNetworks({ filters: { name: [instance] } });
    expect(network?.IPAM?.Config?.[0]?.Subnet).toMatch(CONTROL_SUBNET);
    const second = dockerodeEngine({ instance: newId() });
    await second.applyNetwork({ name: `${instance}-second`, owner, isAttachable: true });
    const subnets = (await docker.listNetworks()).flatMap(
      ({ IPAM }) => IPAM?.Config?.flatMap(({ Subnet }) => Subnet ?? []) ?? [],
    );
    expect(new Set(subnets).size).toBe(subnets.length);
    await removeAll(second);
  });

  it("a control network has its range once it is made, also where another took that range meanwhile", async () => {
    const [taken] = await docker.listNetworks({ filters: { name: [instance] } });
    const Name = `${instance}-taken`;
    const IPAM = { Driver: "default", Config: [{ Subnet: taken?.IPAM?.Config?.[0]?.Subnet ?? "" }] };
    await docker.createNetwork({ Name, Driver: "overlay", Labels: { "berth.instance": instance }, IPAM });
    await engine.applyNetwork({ name: Name, owner, isAttachable: true });
    const subnet = await engine.networkSubnet(Name);
    expect(subnet).toMatch(CONTROL_SUBNET);
    expect(subnet).not.toBe(IPAM.Config[0]?.Subnet);
  });

  it("what a container logs is limited on the disk, and a service from before is not started anew for it", async () => {
    const spec = bareService(`${instance}-logging`, { owner });
    await engine.applyService(spec);
    const service = docker.getService(spec.name);
    const { Spec, Version } = await service.inspect();
    const { LogDriver, ...old } = Spec.TaskTemplate;
    const { LoggingDriver: Name } = await docker.info();
    expect(LogDriver).toEqual({ Name, Options: { "max-size": "10m", "max-file": "3" } });
    await service.update({ ...Spec, TaskTemplate: old, version: Version.Index });
    const before = await service.inspect();
    await engine.applyService(spec);
    expect((await service.inspect()).Spec).toEqual(before.Spec);
    await engine.applyService({ ...spec, revision: 2 });
    expect((await service.inspect()).Spec.TaskTemplate.LogDriver).toEqual(LogDriver);
    await engine.removeService(spec.name, STOP_MS);
  });

  it("a container that Swarm forgot when its engine lost its power goes with its service, and with its volume", async () => {
    const spec = bareService(`${instance}-forgetful`, { owner });
    const [host] = await engine.listHosts();
    const hostId = host?.id ?? "";
    const volume = `${instance}-forgetful`;
    await engine.applyService(spec);
    const Labels = { "berth.instance": instance };
    await docker.createVolume({ Name: volume, Driver: "local", Labels });
    const forgetIn = (labels: Record<string, string>, binds: string[]) =>
      docker.createContainer({
        Image: DEMO_IMAGE,
        Labels: { "com.docker.swarm.task.id": "0".repeat(25), ...labels },
        HostConfig: { Binds: binds },
      });
    const ofService = await forgetIn({ "com.docker.swarm.service.name": spec.name }, []);
    await forgetIn(Labels, [`${volume}:/data`]);
    await engine.removeService(spec.name, STOP_MS);
    await expect(ofService.inspect()).rejects.toMatchObject({ statusCode: 404 });
    await engine.removeVolume(hostId, volume);
    await expect(docker.getVolume(volume).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  it("a file that the host has no room for is told so, and one of many pieces goes through with memory flat", async () => {
    const [host] = await engine.listHosts();
    const small = `${instance}-small`;
    const DriverOpts = { type: "tmpfs", device: "tmpfs", o: "size=1m" };
    const Labels = { "berth.instance": instance };
    await docker.createVolume({ Name: small, Driver: "local", DriverOpts, Labels });
    const pieceBytes = 1024 * 1024;
    let most = 0;
    async function* pieces(count: number) {
      const before = process.memoryUsage().arrayBuffers;
      for (let sent = 0; sent < count; sent += 1) {
        yield Buffer.alloc(pieceBytes, sent);
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      }
    }
    const file = (volume: string, count: number) => ({
      ...{ hostId: host?.id ?? "", owner, volume, fileName: "file", image: DEMO_IMAGE },
      ...{ bytes: count * pieceBytes, content: pieces(count), uid: 1_000, mode: 0o600 },
    });
    await expect(engine.writeVolumeFile(file(small, 100))).rejects.toMatchObject({
      code: "conflict",
      reason: "no_disk_space",
    });
    await engine.writeVolumeFile(file(`${instance}-large`, 300));
    expect(most).toBeLessThan(64 * pieceBytes);
    for (const name of [small, `${instance}-large`]) await engine.removeVolume(host?.id ?? "", name);
  });

  it("what a process left as it died while it wrote is in the way of nothing", async () => {
    const [host] = await engine.listHosts();
    const hostId = host?.id ?? "";
    const volume = `${instance}-left`;
    const leave = () =>
      docker.createContainer({
        name: `${volume}-write`,
        Image: DEMO_IMAGE,
        Labels: { "berth.instance": instance },
        HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: "/data" }] },
      });
    async function* word() {
      yield Buffer.from("word");
    }
    const file = { hostId, owner, volume, fileName: "file", image: DEMO_IMAGE, uid: 1_000, mode: 0o600 };
    await engine.writeVolumeFile({ ...file, bytes: 4, content: word() });
    await leave();
    await engine.writeVolumeFile({ ...file, bytes: 4, content: word() });
    await leave();
    await engine.removeVolume(hostId, volume);
    expect((await engine.listResources()).filter(({ name }) => name.startsWith(volume))).toEqual([]);
  });

  it("the local container gets its files with owner and mode, publishes on 127.0.0.1 only, and is started again when it was stopped", async () => {
    const publishedPort = await freePort();
    const name = `${instance}-local`;
    const spec = {
      name,
      image: DEMO_IMAGE,
      network: instance,
      files: [{ path: "/berth/word", content: "s3cret-word", uid: 1_000, mode: 0o400 }],
      command: ["sh", "-c", "ls -ln /berth/word && cat /berth/word && echo && exec /demo/start"],
      user: "1000:1000",
      publishedPort,
      targetPort: 8_080,
      memoryLimitBytes: 64 * 1024 * 1024,
      fingerprint: "f",
    };
    await engine.applyLocalContainer(spec);
    const container = docker.getContainer(name);
    const log = async () => String(await container.logs({ stdout: true, stderr: true }));
    await expect.poll(log, { timeout: 10_000 }).toContain("s3cret-word");
    expect(await log()).toMatch(/-r-------- 1 1000 1000/);
    const inspected = await container.inspect();
    expect(JSON.stringify(inspected)).not.toContain("s3cret-word");
    expect(inspected.NetworkSettings.Ports["8080/tcp"]).toEqual([
      { HostIp: "127.0.0.1", HostPort: String(publishedPort) },
    ]);
    const answer = () =>
      fetch(`http://127.0.0.1:${publishedPort}/`, { signal: AbortSignal.timeout(1_000) }).then(
        ({ status }) => status,
        () => 0,
      );
    await expect.poll(answer, { timeout: 10_000 }).toBe(200);
    await container.stop({ t: 1 });
    await engine.applyLocalContainer(spec);
    await expect.poll(answer, { timeout: 10_000 }).toBe(200);
    expect((await container.inspect()).Id).toBe(inspected.Id);
  });

  it("a variable whose value looks like a template of the engine is what it is", async () => {
    const name = `${instance}-braces`;
    const environment = { WORD: "a{{b}} {{.Node.ID}} }}{{" };
    const networks = [{ name: instance, aliases: [] }];
    await engine.applyService(bareService(name, { image: DEMO_IMAGE, environment, networks }));
    const variables = async () => {
      const [container] = await listContainers(name);
      return container ? (await docker.getContainer(container.Id).inspect()).Config.Env : [];
    };
    await expect.poll(variables, { timeout: 20_000 }).toContain(`WORD=${environment.WORD}`);
  });

  it("an engine that hangs is given up on", { timeout: 90_000 }, async () => {
    const { error, ms } = await silence;
    expect(error).toMatchObject({ reason: "engine_unreachable" });
    expect(ms).toBeLessThan(17_000);
  });
});
