import { setTimeout as delay } from "node:timers/promises";
import { redisAdmin } from "../../lib/adapters/redis/admin";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { type DatabaseName, nodeName, nodeSecretNames } from "../../lib/core/databases/names";
import { COPY_MARK } from "../../lib/core/databases/node-volume";
import type { Engine } from "../../lib/core/engines/engine";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { DUMP_FILE } from "../../lib/core/engines/redis/proof";
import { versionOf } from "../../lib/core/engines/versions";
import { containerMemoryBytes, DEFAULT_PLANS, type Plan } from "../../lib/core/plans/catalog";
import { MIB } from "../../lib/core/units";
import type { DockerEngine, Owner, VolumeFileSpec } from "../../lib/ports/docker-engine";
import { nodeService } from "../../lib/workflows/specs/node-service";
import { containerOf, docker, newPassword, shell, startNode } from "./stack";

const PING_MS = 30_000;
const CHECK_LIMITS = { memoryLimitBytes: 512 * MIB, cpus: 1, timeoutMs: 120_000 };

export const planOf = (id: string): Plan => {
  const plan = DEFAULT_PLANS.find((candidate) => candidate.id === id);
  if (!plan) throw new Error(`there is no plan ${id}`);
  return plan;
};

async function* inPieces(content: Uint8Array, bytes = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += bytes) yield content.subarray(at, at + bytes);
}

/** Nodes of one database, whose data is filled by hand. */
export function dumpNodes(
  { engine, instance, link }: { engine: DockerEngine; instance: string; link: () => LinkAddress },
  {
    resourceId,
    nodeEngine = REDIS,
    version,
    plan,
  }: { resourceId: string; nodeEngine?: Engine; version: string; plan: Plan },
) {
  const database = { instance, resourceId };
  const owner = { appId: "app", databaseId: resourceId };
  const passwords = { owner: newPassword(), gateway: newPassword(), berth: newPassword() };
  const admin = redisAdmin(async () => link());
  const target = (number = 1) => ({
    serviceName: nodeName(database, number),
    user: "berth",
    password: passwords.berth,
  });
  const container = (number = 1) => containerOf(engine, nodeName(database, number));
  /** A start of seconds is waited for, anything but silence ends the wait. */
  const answers = async (number = 1) => {
    for (const endAt = Date.now() + PING_MS; ; await delay(100))
      try {
        return await admin.ping(target(number));
      } catch (error) {
        if (Date.now() > endAt) throw error;
      }
  };
  const run = async (line: string, number = 1) =>
    shell(await container(number), line, { REDISCLI_AUTH: passwords.berth });
  const hostId = async () => (await engine.listHosts()).find(({ isReachable }) => isReachable)?.id ?? "";
  const image = versionOf(nodeEngine, version).image;
  return {
    target,
    container,
    answers,
    run,
    admin,
    /** One command, as the control plane's user. */
    ask: (command: string, { number = 1, database = 0 } = {}) =>
      run(`${nodeEngine.provider}-cli --user berth -n ${database} ${command}`, number).then((said) =>
        said.trim(),
      ),
    /** What its own tool makes of a dump. */
    check: async (dump: Uint8Array) =>
      checkDump(
        engine,
        { hostId: await hostId(), owner, image, volume: `${instance}-${resourceId}-check` },
        dump,
      ),
    fillWithSamples: () => fillWithSamples(run),
    start: async () => {
      await startNode(engine, { database, appName: "app", nodeEngine, version, plan, passwords });
      await answers();
    },
    /** Ends without a save, as by a power cut, and comes back by itself. */
    kill: async (number = 1) => {
      const before = await container(number);
      await docker("kill", before);
      for (const endAt = Date.now() + PING_MS; (await container(number)) === before; await delay(100))
        if (Date.now() > endAt) throw new Error("the engine starts no other container");
      await answers(number);
    },
    /** Another node, which begins with the dump, as one that is restored. */
    startFilled: async (number: number, dump: Uint8Array, carried: Record<string, string>) => {
      const acl = await run("cat /run/secrets/users.acl");
      await startFilled(engine, { database, owner, version, plan, number, dump, carried, acl });
      await answers(number);
    },
    /** To be proven as it is, but for the changes. */
    proofOf: async (dump: Uint8Array, changes: { version?: string; name?: string } = {}) => ({
      hostId: await hostId(),
      owner,
      engine: nodeEngine.provider,
      version,
      name: `${instance}-${resourceId}-proof`,
      bytes: dump.length,
      content: inPieces(dump),
      keysByDatabase: null,
      memoryBytes: containerMemoryBytes(plan),
      ...changes,
    }),
  };
}

async function checkDump(
  engine: DockerEngine,
  { volume, ...place }: Pick<VolumeFileSpec, "hostId" | "owner" | "image" | "volume">,
  dump: Uint8Array,
) {
  const file = { volume, fileName: DUMP_FILE, bytes: dump.length, uid: REDIS.uid, mode: 0o600 };
  await engine.writeVolumeFile({ ...place, ...file, content: inPieces(dump) });
  const { exitCode, output } = await engine.runShortly({
    ...place,
    ...CHECK_LIMITS,
    name: volume,
    command: ["redis-check-rdb", `/data/${DUMP_FILE}`],
    user: `${REDIS.uid}:${REDIS.uid}`,
    volumes: [{ name: volume, path: "/data" }],
  });
  return { exitCode, keys: Number(/^\[info\] (\d+) keys read$/m.exec(output)?.[1]) };
}

async function fillWithSamples(run: (line: string) => Promise<string>): Promise<void> {
  const ask = (command: string, options = "") => run(`redis-cli --user berth ${options} ${command}`);
  await run("head -c 300000 /dev/urandom | redis-cli --user berth -x set binary");
  for (const command of ["hset hash a 1", "rpush list a b", "zadd zset 1 a", "xadd stream 1-1 a b"])
    await ask(command);
  await ask("set long-lived 1 ex 3600", "-n 3");
  // Kept for later starts: what hardly compresses does not fit into what the network holds.
  await ask("config set rdbcompression no");
  await ask("config rewrite");
}

type Filled = {
  database: DatabaseName;
  owner: Owner;
  version: string;
  plan: Plan;
  number: number;
  dump: Uint8Array;
  carried: Record<string, string>;
  acl: string;
};

/** Dump first, mark last, and a service that is no first start. */
async function startFilled(engine: DockerEngine, filled: Filled): Promise<void> {
  const { database, owner, version, plan, number, dump, carried, acl } = filled;
  const host = (await engine.listHosts()).find(({ isReachable }) => isReachable);
  if (!host) throw new Error("the Swarm has no host");
  const image = versionOf(REDIS, version).image;
  const volume = nodeName(database, number);
  const place = { hostId: host.id, owner, volume, uid: REDIS.uid, mode: 0o600, image };
  for (const [fileName, content] of [
    [DUMP_FILE, dump],
    [COPY_MARK, Buffer.of()],
  ] as const)
    await engine.writeVolumeFile({ ...place, fileName, bytes: content.length, content: inPieces(content) });
  const secrets = nodeSecretNames(database, number);
  await engine.applySecret({ name: secrets.conf, owner, content: REDIS.nodeConf(plan, { carried }) });
  await engine.applySecret({ name: secrets.acl, owner, content: acl });
  const node = { database, owner, number, revision: 1, engine: REDIS, version, plan, host };
  await engine.applyService(nodeService({ ...node, isFirstStart: false }));
}
