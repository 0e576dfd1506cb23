import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { x509CertificateAuthority } from "../../lib/adapters/certificates/x509";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { CONTROL_PLANE } from "../../lib/core/databases/gateway-door";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { LINK_FILES, LINK_PORT, linkConfig } from "../../lib/core/databases/link-config";
import {
  appNetworkName,
  appServiceName,
  controlNetworkName,
  type DatabaseName,
  gatewayName,
  linkContainerName,
  nodeSecretNames,
} from "../../lib/core/databases/names";
import type { Engine } from "../../lib/core/engines/engine";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { versionOf } from "../../lib/core/engines/versions";
import type { Plan } from "../../lib/core/plans/catalog";
import { MINUTE_MS } from "../../lib/core/units";
import type { KeyPair } from "../../lib/ports/certificate-authority";
import type { DockerEngine } from "../../lib/ports/docker-engine";
import { poll } from "../../lib/time/wait";
import { gatewaySecrets, gatewayService } from "../../lib/workflows/specs/gateway-service";
import { nodeService } from "../../lib/workflows/specs/node-service";
import { bareService } from "../bare-service";
import { noteMade } from "../made";

const STOP_MS = 60_000;
const NOBODY = { appId: null, databaseId: null };
const run = promisify(execFile);

type Passwords = { owner: string; gateway: string; berth: string };

export const newInstanceId = (): string => noteMade("instance", `t${randomBytes(4).toString("hex")}`);
export const newPassword = (): string => randomBytes(24).toString("hex");
export const hashOf = (password: string): string => createHash("sha256").update(password).digest("hex");

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Of each instance with a link, by its name. */
const authorities = new Map<string, KeyPair>();

/** Certificates of the authority of an instance. */
export function issue(instance: string) {
  const authority = authorities.get(instance);
  if (!authority) throw new Error("the instance has no link");
  const { issueServer, issueClient } = x509CertificateAuthority;
  return {
    server: (...names: string[]) => issueServer(authority, { names, validDays: 1 }),
    client: (name: string) => issueClient(authority, { name, validDays: 1 }),
    authorityPem: authority.certificatePem,
  };
}

/** Control network and link of a test instance; resolves with the way in. */
export async function startLink(engine: DockerEngine, instance: string): Promise<LinkAddress> {
  const { createAuthority, issueServer, issueClient } = x509CertificateAuthority;
  const authority = await createAuthority(`Berth ${instance}`);
  authorities.set(instance, authority);
  const serverName = linkContainerName(instance);
  const server = await issueServer(authority, { names: [serverName], validDays: 1 });
  const client = await issueClient(authority, { name: CONTROL_PLANE, validDays: 1 });
  const port = await freePort();
  const file = (path: string, content: string) => ({ path, content, uid: 99, mode: 0o400 });
  await engine.applyNetwork({ name: controlNetworkName(instance), owner: NOBODY, isAttachable: true });
  await engine.applyLocalContainer({
    name: serverName,
    image: HAPROXY_IMAGE,
    network: controlNetworkName(instance),
    files: [
      file(LINK_FILES.config, linkConfig(instance)),
      file(LINK_FILES.certificate, server.certificatePem + server.keyPem),
      file(LINK_FILES.authority, authority.certificatePem),
    ],
    command: ["haproxy", "-f", LINK_FILES.config],
    user: "99:99",
    publishedPort: port,
    targetPort: LINK_PORT,
    memoryLimitBytes: 128 * 1024 * 1024,
    fingerprint: "1",
  });
  const { certificatePem: certPem, keyPem } = client;
  return { host: "127.0.0.1", port, serverName, caPem: authority.certificatePem, certPem, keyPem };
}

type DatabaseInput = {
  database: DatabaseName;
  appName: string;
  /** Redis unless told otherwise. */
  nodeEngine?: Engine;
  version: string;
  plan: Plan;
  passwords: Passwords;
  revision?: number;
  /** The first node unless told otherwise, and the one that the gateway follows. */
  number?: number;
  isGatewayOn?: boolean;
  isFollower?: boolean;
  /** In its certificate beside its own. */
  publicNames?: readonly string[];
  /** The nodes of a highly available database. */
  members?: readonly string[];
};

/** A node of a database; a higher revision starts it anew. */
export async function startNode(engine: DockerEngine, input: DatabaseInput): Promise<void> {
  const {
    database,
    nodeEngine = REDIS,
    version,
    plan,
    passwords,
    revision = 1,
    number = 1,
    isGatewayOn = true,
    isFollower,
  } = input;
  const isFirstStart = revision === 1;
  const owner = { appId: input.appName, databaseId: database.resourceId };
  const acl = nodeEngine.usersAcl({
    version: versionOf(nodeEngine, version),
    resourceId: database.resourceId,
    ownerPasswordHash: hashOf(passwords.owner),
    gatewayPasswordHash: hashOf(passwords.gateway),
    berthPasswordHash: hashOf(passwords.berth),
    isGatewayOn,
  });
  const names = nodeSecretNames(database, number);
  await engine.applySecret({ name: names.conf, owner, content: nodeEngine.nodeConf(plan, { isFollower }) });
  await engine.applySecret({ name: names.acl, owner, content: acl });
  const [host] = await engine.listHosts();
  if (!host) throw new Error("the Swarm has no host");
  const spec = nodeService({
    database,
    owner,
    number,
    engine: nodeEngine,
    version,
    plan,
    host,
    isFirstStart,
  });
  await engine.applyService({ ...spec, revision });
}

export async function startGateway(engine: DockerEngine, input: DatabaseInput): Promise<void> {
  const { database, appName, plan, passwords, publicNames = [], members } = input;
  const owner = { appId: appName, databaseId: database.resourceId };
  const network = appNetworkName(database.instance, appName);
  await engine.applyNetwork({
    name: network,
    owner: { appId: appName, databaseId: null },
    isAttachable: false,
  });
  const { server, authorityPem } = issue(database.instance);
  const secrets = gatewaySecrets({
    database,
    owner,
    revision: 1,
    config: {
      gatewayPassword: passwords.gateway,
      clientsMax: plan.clientsMax,
      controlSubnet: await engine.networkSubnet(controlNetworkName(database.instance)),
      ...(members && { members }),
    },
    certificate: await server(gatewayName(database), database.resourceId, ...publicNames),
    authorityPem,
  });
  for (const secret of secrets) await engine.applySecret(secret);
  await engine.applyService(
    gatewayService({
      database,
      owner,
      appName,
      revision: 1,
      plan,
      clientsMax: plan.clientsMax,
      isTlsForced: false,
      hostId: null,
    }),
  );
}

/** The demo app on its own network. */
export async function startApp(engine: DockerEngine, instance: string, appName: string): Promise<void> {
  const owner = { appId: appName, databaseId: null };
  const network = appNetworkName(instance, appName);
  await engine.applyNetwork({ name: network, owner, isAttachable: false });
  const networks = [{ name: network, aliases: [] }];
  await engine.applyService(bareService(appServiceName(instance, appName), { owner, networks }));
}

/** Id of the running container of a service, once there is one. */
export async function containerOf(engine: DockerEngine, serviceName: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const tasks = await engine.listTasks(serviceName);
    const container = tasks.find(({ state }) => state === "running")?.containerId;
    if (container) return container;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${serviceName} does not run: ${JSON.stringify(await engine.listTasks(serviceName))}`);
}

/** Ends a node without a save, as by a power cut; resolves once another container of it runs, which starts from its own files. */
export async function killNode(engine: DockerEngine, serviceName: string): Promise<void> {
  const container = await containerOf(engine, serviceName);
  await docker("kill", container);
  const isAnother = async () => (await containerOf(engine, serviceName)) !== container;
  if (!(await poll(isAnother, { timeoutMs: MINUTE_MS, longestPauseMs: 50 })))
    throw new Error(`${serviceName} was not started again`);
}

/** Process 1 of a container, as this machine knows it. */
export const pidOf = async (container: string): Promise<number> =>
  Number(await docker("inspect", "--format", "{{.State.Pid}}", container));

/** What the docker command prints, both streams. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout, stderr } = await run("docker", args, { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 });
  return stdout + stderr;
}

/** Runs a line of shell in a container; what it prints, whether or not it succeeds. */
export const shell = (
  container: string,
  line: string,
  environment: Record<string, string> = {},
): Promise<string> => {
  const env = Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  return docker("exec", ...env, container, "sh", "-c", `{ ${line}; } 2>&1; true`);
};

export async function removeEverything(instance: string): Promise<void> {
  const engine = dockerodeEngine({ instance });
  const resources = await engine.listResources();
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  await Promise.all(of("service").map(({ name }) => engine.removeService(name, STOP_MS)));
  await Promise.all(of("container").map(({ name }) => engine.removeLocalContainer(name)));
  await Promise.all(of("network").map(({ name }) => engine.removeNetwork(name)));
  await Promise.all(of("secret").map(({ name }) => engine.removeSecret(name)));
  await Promise.all(of("volume").map(({ name, hostId }) => engine.removeVolume(hostId ?? "", name)));
}
