import type { Redis } from "ioredis";
import type { MemorySample } from "../../../core/diagnostics/memory";
import type { Latency, SlowLog } from "../../../core/diagnostics/server";
import { DomainError } from "../../../core/errors";
import type { RedisInspection } from "../../../ports/redis-inspection";
import type { Link } from "../connection";
import { fieldsOf } from "../info";
import { ask, askEach, bytesOf, inDatabase, listOf, numberOf, wordOf } from "../keys/ask";
import { withConnection } from "../with-connection";
import { parseClients, parseCommandTimes, parseSlowLog } from "./lines";

const PINGS = 5;
const COMMANDS_SHOWN = 20;
/** Keys that one look of a sample takes. */
const STEP = 200;
const MICROSECONDS = 1_000;

/** What a server tells of itself, through the link, as the control plane's own user. */
export function redisInspection(link: Link): RedisInspection {
  return {
    slowLog: (target, countMax) => withConnection(link, target, (redis) => readSlowLog(redis, countMax)),
    clients: (target) =>
      withConnection(link, target, async (redis) =>
        parseClients(wordOf(await ask(redis, ["CLIENT", "LIST"]))),
      ),
    disconnect: (target, client) => withConnection(link, target, (redis) => disconnect(redis, client)),
    latency: (target) => withConnection(link, target, readLatency),
    sampleMemory: (place, limit) => inDatabase(link, place, (redis) => sample(redis, limit)),
  };
}

async function readSetting(redis: Redis, name: string): Promise<number> {
  const [, value] = listOf(await ask(redis, ["CONFIG", "GET", name]));
  return Number(wordOf(value));
}

async function readSlowLog(redis: Redis, countMax: number): Promise<SlowLog> {
  const threshold = await readSetting(redis, "slowlog-log-slower-than");
  const max = await readSetting(redis, "slowlog-max-len");
  const entries = parseSlowLog(await redis.call("SLOWLOG", "GET", countMax));
  return { entries, thresholdMs: threshold < 0 ? null : threshold / MICROSECONDS, max };
}

/** By number and address both: numbers begin again with a new server. */
async function disconnect(redis: Redis, { id, address }: { id: string; address: string }): Promise<void> {
  const clients = parseClients(wordOf(await ask(redis, ["CLIENT", "LIST"])));
  const isThere = clients.some((client) => client.id === id && client.address === address);
  const killed = isThere ? numberOf(await ask(redis, ["CLIENT", "KILL", "ID", id, "ADDR", address])) : 0;
  if (killed === 0) throw new DomainError("not_found", "client", "This client is not connected any more.");
}

async function readLatency(redis: Redis): Promise<Latency> {
  const pingMs: number[] = [];
  for (let ping = 0; ping < PINGS; ping++) {
    const startedAt = performance.now();
    await redis.ping();
    pingMs.push(performance.now() - startedAt);
  }
  // A version that knows no such part answers with nothing.
  const [stats, percentiles] = [await redis.info("commandstats"), await redis.info("latencystats")];
  const latest = listOf(await ask(redis, ["LATENCY", "LATEST"])).map((event) => {
    const [name, at, latestMs, highestMs] = listOf(event);
    return {
      name: wordOf(name),
      at: new Date(numberOf(at) * 1_000),
      latestMs: numberOf(latestMs),
      highestMs: numberOf(highestMs),
    };
  });
  return {
    pingMs,
    commands: parseCommandTimes({ ...fieldsOf(stats), ...fieldsOf(percentiles) }).slice(0, COMMANDS_SHOWN),
    events: latest,
    monitorMs: await readSetting(redis, "latency-monitor-threshold"),
  };
}

/** Where SCAN finds a key depends on its hash, so that the first ones it tells are as good as drawn by lot. */
async function sample(redis: Redis, limit: { keysMax: number; timeMs: number }): Promise<MemorySample> {
  const endAt = Date.now() + limit.timeMs;
  const total = numberOf(await ask(redis, ["DBSIZE"]));
  const found = new Map<string, MemorySample["keys"][number]>();
  for (let cursor = "0"; ; ) {
    const [next, keys] = listOf(await ask(redis, ["SCAN", cursor, "COUNT", STEP]));
    for (const sampled of await measure(redis, listOf(keys).map(bytesOf)))
      found.set(sampled.key.toString("latin1"), sampled);
    cursor = wordOf(next);
    if (cursor === "0" || found.size >= limit.keysMax || Date.now() >= endAt)
      return { keys: [...found.values()], total: cursor === "0" ? found.size : total };
  }
}

async function measure(redis: Redis, keys: Buffer[]): Promise<MemorySample["keys"]> {
  const answers = await askEach(
    redis,
    keys.flatMap((key) => [
      ["TYPE", key],
      ["MEMORY", "USAGE", key],
    ]),
  );
  return keys.flatMap((key, index) => {
    const [type, memoryBytes] = answers.slice(index * 2, index * 2 + 2);
    return typeof memoryBytes === "number" ? [{ key, type: wordOf(type), memoryBytes }] : [];
  });
}
