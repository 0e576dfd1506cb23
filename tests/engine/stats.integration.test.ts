import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dockerodeContainerLogs } from "../../lib/adapters/docker/dockerode/container-logs";
import { dockerodeContainerStats } from "../../lib/adapters/docker/dockerode/container-stats";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { redisAdmin } from "../../lib/adapters/redis/admin";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { redisStats } from "../../lib/adapters/redis/stats";
import { appServiceName, gatewayName, nodeName } from "../../lib/core/databases/names";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions } from "../../lib/core/engines/versions";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { measure, type Sample } from "../../lib/core/stats/sample";
import { containersContract } from "../../lib/ports/container-stats.contract";
import { redisStatsContract } from "../../lib/ports/redis-stats.contract";
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
const containers = { ...dockerodeContainerStats({ instance }), ...dockerodeContainerLogs({ instance }) };
const plan = DEFAULT_PLANS.find(({ id }) => id === "256m")!;
const PONG_WAIT = { timeout: 30_000, interval: 100 };
const MIB = 1024 ** 2;
let link: LinkAddress;

beforeAll(async () => {
  link = await startLink(engine, instance);
});
afterAll(async () => {
  await removeEverything(instance);
  expect(await engine.listResources()).toEqual([]);
});

/** Of the same size, but for five of a hundred. */
const expectNear = (ours: number, theirs: number, what: string) => {
  expect(ours, what).toBeGreaterThan(theirs * 0.95);
  expect(ours, what).toBeLessThan(theirs * 1.05);
};

const run = promisify(execFile);

/** A file of 256 MiB as swap of this machine. @throws Error where one may not. */
async function addSwap(): Promise<{ remove: () => Promise<void> }> {
  const dir = mkdtempSync("/var/tmp/berth-swap-");
  const file = join(dir, "swap");
  const remove = async () => {
    await run("swapoff", [file]).catch(() => {});
    rmSync(dir, { recursive: true });
  };
  try {
    await run("dd", ["if=/dev/zero", `of=${file}`, "bs=1M", "count=256"]);
    await run("chmod", ["600", file]);
    await run("mkswap", [file]);
    await run("swapon", [file]);
    return { remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Root may, but not in every container or on every file system. */
const canSwap = await addSwap().then(
  async ({ remove }) => {
    await remove();
    return true;
  },
  () => false,
);

/** `57.3MiB`, as the `docker` command writes sizes. */
function bytesOf(text: string): number {
  const [, number, unit = ""] = /^([\d.]+)([KMG]?i?B)/.exec(text.trim()) ?? [];
  const units: Record<string, number> = { B: 1, KiB: 1024, MiB: MIB, GiB: 1024 * MIB };
  return Number(number) * (units[unit] ?? Number.NaN);
}

async function startDatabase(version: string, number: number) {
  const appName = `stat${number}`;
  const database = { instance, resourceId: `${appName}-${number}` };
  const passwords = { owner: newPassword(), gateway: newPassword(), berth: newPassword() };
  const input = { database, appName, version, plan, passwords };
  const target = { serviceName: nodeName(database, 1), user: "berth", password: passwords.berth };
  const admin = redisAdmin(async () => link);
  const pong = (serviceName: string) => vi.waitFor(() => admin.ping({ ...target, serviceName }), PONG_WAIT);
  await Promise.all([startNode(engine, input), startApp(engine, instance, appName)]);
  await pong(target.serviceName);
  await startGateway(engine, input);
  await pong(gatewayName(database));
  const node = await containerOf(engine, target.serviceName);
  const app = await containerOf(engine, appServiceName(instance, appName));
  return { database, passwords, target, node, app };
}
type Database = Awaited<ReturnType<typeof startDatabase>>;

const asBerth = ({ node, passwords }: Database, command: string) =>
  shell(node, `redis-cli --user berth ${command}`, { REDISCLI_AUTH: passwords.berth });

describe.each(REDIS_VERSIONS)("INFO of Redis %s", (version) => {
  let database: Database;
  beforeAll(async () => {
    database = await startDatabase(version, 3_100 + REDIS_VERSIONS.indexOf(version));
  });
  redisStatsContract(async () => ({
    reader: redisStats(async () => link),
    target: database.target,
    missingServiceName: nodeName(database.database, 2),
  }));
});

describe("a database with data and load", () => {
  let database: Database;
  const reader = redisStats(async () => link);
  const nodeNow = async () => {
    const listed = await containers.listContainers();
    const found = listed.find(
      ({ serviceName, isRunning }) => serviceName === database.target.serviceName && isRunning,
    );
    if (!found) throw new Error("the node does not run");
    return found;
  };

  beforeAll(async () => {
    database = await startDatabase("8.0.2", 3_200);
    const fill = "for i = 1, 60000 do redis.call('SET', 'key:' .. i, string.rep('x', 1000)) end";
    await asBerth(database, `EVAL "${fill}" 0`);
    await asBerth(database, "SAVE");
  });
  afterAll(() => reader.close());

  containersContract(async () => ({
    containers,
    databaseId: database.database.resourceId,
    nodeService: database.target.serviceName,
    gatewayService: gatewayName(database.database),
    volumeName: database.target.serviceName,
    // A script writes into the log of its server.
    say: async (word) => void (await asBerth(database, `EVAL 'redis.log(redis.LOG_WARNING, "${word}")' 0`)),
  }));

  it("memory is what docker stats says", async () => {
    const told = await docker("stats", "--no-stream", "--format", "{{.MemUsage}}", database.node);
    const { usedBytes, limitBytes } = await containers.readContainer(await nodeNow());
    const [used = "", limit = ""] = told.split(" / ");
    expectNear(usedBytes, bytesOf(used), "memory");
    expectNear(limitBytes, bytesOf(limit), "limit");
  });

  it("CPU over the same time is what docker stats says", async () => {
    const busy = `(redis-cli --user berth -r 100000 EVAL 'for i = 1, 300000 do end' 0 >/dev/null 2>&1) & echo`;
    await shell(database.node, busy, { REDISCLI_AUTH: database.passwords.berth });
    try {
      await vi.waitFor(
        async () => {
          const before = await containers.readContainer(await nodeNow());
          // The command itself takes two readings of its own, a second or two apart.
          const told = Number(
            (await docker("stats", "--no-stream", "--format", "{{.CPUPerc}}", database.node)).replace(
              "%",
              "",
            ),
          );
          const after = await containers.readContainer(await nodeNow());
          const passedNanoseconds = (after.atMs - before.atMs) * 1e6;
          const percent = ((after.cpuNanoseconds - before.cpuNanoseconds) / passedNanoseconds) * 100;
          expect(told).toBeGreaterThan(5);
          expectNear(percent, told, "CPU");
        },
        { timeout: 40_000, interval: 10 },
      );
    } finally {
      await asBerth(database, "CLIENT KILL TYPE normal SKIPME yes");
    }
  });

  it("figures of Redis are what redis-cli info says", async () => {
    const ours = await reader.readStats(database.target);
    const said = await asBerth(database, "INFO");
    const field = (name: string) => new RegExp(`^${name}:(.*?)\r?$`, "m").exec(said)?.[1] ?? "";
    expectNear(ours.usedMemoryBytes, Number(field("used_memory")), "used memory");
    expectNear(ours.usedMemoryPeakBytes, Number(field("used_memory_peak")), "peak");
    expectNear(ours.fragmentationRatio, Number(field("mem_fragmentation_ratio")), "fragmentation");
    expect(ours.keyspace).toEqual([{ database: 0, keys: 60_000, expiring: 0 }]);
    expect(ours.maxMemoryBytes).toBe(Number(field("maxmemory")));
    expect(ours.runId).toBe(field("run_id"));
    expect(ours.lastSaveAtMs).toBe(Number(field("rdb_last_save_time")) * 1_000);
  });

  it("size on disk is what du says", async () => {
    const said = await shell(database.node, "du -s -B1 /data");
    const { hostId, serviceName: name } = await nodeNow();
    const ours = await containers.measureVolume({ hostId, name });
    expect(ours).toBeGreaterThan(1_000_000);
    expectNear(ours ?? 0, Number.parseInt(said, 10), "disk");
  });

  it("connections are those of the app's clients", async () => {
    const gateway = (await containers.listContainers()).find(
      ({ serviceName }) => serviceName === gatewayName(database.database),
    );
    if (!gateway) throw new Error("the gateway does not run");
    const count = () => containers.countConnections(gateway);
    expect(await count()).toBe(0);
    const hold = `(echo PING; sleep 6) | redis-cli -h ${database.database.resourceId} >/dev/null & `;
    const held = shell(database.app, `${hold.repeat(7)} wait`, { REDISCLI_AUTH: database.passwords.owner });
    await vi.waitFor(async () => expect(await count()).toBe(7), PONG_WAIT);
    await held;
    await vi.waitFor(async () => expect(await count()).toBe(0), PONG_WAIT);
  });

  it("what Berth itself asks counts for nothing, what the app asks counts", async () => {
    const unseen = { container: null, diskBytes: null, connections: null, isBusy: false };
    const look = async () => {
      const redis = await reader.readStats(database.target);
      return { ...unseen, redis: { ...redis, atMs: Date.now() } };
    };
    const admin = redisAdmin(async () => link);
    const first = await look();
    let last = first;
    const rows: ReturnType<typeof measure>[] = [];
    await vi.waitFor(
      async () => {
        // As an open page does.
        await admin.ping(database.target);
        await admin.info(database.target);
        const now = await look();
        rows.push(measure(last satisfies Sample, now));
        last = now;
        const checks = last.redis.traffic.infos - first.redis.traffic.infos - 2 * rows.length;
        expect(checks, "the gateway's checks").toBeGreaterThanOrEqual(3);
      },
      { timeout: 30_000, interval: 1_000 },
    );
    expect(new Set(rows.map(({ opsPerSecond }) => opsPerSecond))).toEqual(new Set([0]));
    const bytes = rows.map((row) => (row.inputBytesPerSecond ?? 0) + (row.outputBytesPerSecond ?? 0));
    expect(Math.max(...bytes), "bytes a second").toBeLessThan(200);
    const asked = `redis-cli -h ${database.database.resourceId} -r 500 GET key:1 >/dev/null`;
    await shell(database.app, asked, { REDISCLI_AUTH: database.passwords.owner });
    const now = await look();
    const seconds = (now.redis.atMs - last.redis.atMs) / 1_000;
    const commands = (measure(last, now).opsPerSecond ?? 0) * seconds;
    expect(commands).toBeGreaterThanOrEqual(498);
    expect(commands).toBeLessThanOrEqual(502);
  });

  it.skipIf(!canSwap)("swap is what the kernel counts of Redis itself", async () => {
    const swap = await addSwap();
    try {
      const node = await nodeNow();
      expect((await containers.readContainer(node)).swapBytes).toBe(0);
      // Less memory than the data takes: the kernel writes the rest out.
      await docker("update", "--memory", "48m", "--memory-swap", "400m", database.node);
      await vi.waitFor(async () => {
        const { swapBytes, swapLimitBytes } = await containers.readContainer(node);
        const status = await shell(database.node, "cat /proc/1/status");
        const kernelBytes = Number(/VmSwap:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
        expect(kernelBytes).toBeGreaterThan(5 * MIB);
        // What lies there, and in memory still or again, the kernel counts as swapped out, and the cgroup as memory.
        const cached = /SwapCached:\s+(\d+) kB/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
        expect(swapBytes).toBeGreaterThan((kernelBytes - Number(cached) * 1_024) * 0.95);
        expect(swapBytes).toBeLessThan(kernelBytes * 1.05);
        expect(swapLimitBytes).toBe(352 * MIB);
      }, PONG_WAIT);
    } finally {
      await docker("update", "--memory", "384m", "--memory-swap", "768m", database.node);
      await swap.remove();
    }
  });

  it("a new container is another one, with a server of another run id", async () => {
    const before = { id: (await nodeNow()).containerId, stats: await reader.readStats(database.target) };
    await docker("kill", database.node);
    await vi.waitFor(async () => {
      const stats = await reader.readStats(database.target);
      expect(stats.runId).not.toBe(before.stats.runId);
      expect(stats.uptimeSeconds).toBeLessThan(30);
    }, PONG_WAIT);
    expect((await nodeNow()).containerId).not.toBe(before.id);
    const ended = (await containers.listContainers()).find(({ containerId }) => containerId === before.id);
    expect(ended?.isRunning ?? false).toBe(false);
  });
});
