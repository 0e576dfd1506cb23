import { setTimeout as delay } from "node:timers/promises";
import { newGuard } from "../lib/adapters/messages/guard";
import type { End } from "../lib/adapters/redis/import/ask";
import { copyKeys } from "../lib/adapters/redis/import/copy";
import { withSource } from "../lib/adapters/redis/import/source";
import { followCommands } from "../lib/adapters/redis/replication";
import { DEFAULT_CATALOG } from "../lib/core/engines/catalog/default";
import { REDIS } from "../lib/core/engines/redis/engine";
import { defaultVersion } from "../lib/core/engines/versions";
import { type Source, startSource } from "../tests/engine/sources";
import { docker } from "../tests/engine/stack";
import { ownAddress } from "../tests/receivers";
import { table } from "./figures";

const VERSION = defaultVersion(DEFAULT_CATALOG, REDIS);
const KEYS = 200_000;
/** Copied one at a time it takes long: of a part of them the pace is known. */
const ONE_AT_A_TIME = 5_000;
const STEP = 1_000;
const OTHER_PORT = 7_000;

const endOf = ({ redis }: Source): End => ({ redis, inWords: (error) => error });
const paceOf = async (keys: number, work: () => Promise<unknown>): Promise<number> => {
  const startedAt = Date.now();
  await work();
  return Math.round((keys / (Date.now() - startedAt)) * 1_000);
};

/** Keys of 100 bytes a second: an import in each of its ways, beside `redis-cli --rdb` with a start of its dump, and a copy one at a time. */
export async function importing(): Promise<Record<string, unknown>> {
  const sources = [await startSource(VERSION), await startSource(VERSION)];
  const [from, to] = sources;
  if (!from || !to) throw new Error("two servers are needed");
  try {
    for (let first = 0; first < KEYS; first += STEP)
      await from.redis.mset(
        Array.from({ length: STEP }, (_, key) => [`key:${first + key}`, "x".repeat(100)]).flat(),
      );
    const figures = {
      dump: await paceOf(KEYS, () => copy(from, to, "dump")),
      typed: await paceOf(KEYS, () => copy(from, to, "typed")),
      replicate: await paceOf(KEYS, () => replicate(from, to)),
      rdb: await paceOf(KEYS, () => byRdb(from, to)),
      oneAtATime: await paceOf(ONE_AT_A_TIME, () => oneAtATime(from, to)),
    };
    console.log(table([["way", "keys a second"], ...Object.entries(figures)]));
    return { keys: KEYS, ...figures };
  } finally {
    for (const { stop } of sources) await stop();
  }
}

function copy(from: Source, to: Source, way: "dump" | "typed") {
  const guard = newGuard([`${ownAddress()}/32`]);
  return withSource(guard, { url: from.url, isCertificateChecked: true }, (source) =>
    copyKeys({
      source,
      target: endOf(to),
      keysByDatabase: { 0: KEYS },
      way,
      from: null,
      keysPerSecondMax: null,
      report: async () => {},
    }),
  );
}

/** Follows until all is here, and leaves, as a node does. */
async function replicate(from: Source, { redis, name }: Source): Promise<void> {
  const { hostname, port } = new URL(from.url);
  await redis.flushall();
  for (const [word, ...words] of followCommands({
    host: hostname,
    port: Number(port),
    user: "",
    password: "",
  }))
    await redis.call(word, ...words);
  // Asked as below, so that asking costs both the same.
  while (!(await docker("exec", name, "redis-cli", "dbsize")).startsWith(String(KEYS))) await delay(20);
  await redis.call("REPLICAOF", "NO", "ONE");
}

/** Takes the dump, and starts a server with it beside the other one. */
async function byRdb({ url }: Source, { name }: Source): Promise<void> {
  const cli = (...words: string[]) => docker("exec", name, "redis-cli", ...words);
  await cli("-u", url, "--rdb", "/tmp/dump.rdb");
  const server = ["--port", String(OTHER_PORT), "--dir", "/tmp", "--daemonize", "yes"];
  await docker("exec", name, "redis-server", ...server);
  while (!(await cli("-p", String(OTHER_PORT), "dbsize")).startsWith(String(KEYS))) await delay(20);
}

async function oneAtATime(from: Source, to: Source): Promise<void> {
  for (let key = 0; key < ONE_AT_A_TIME; key++) {
    const [ttl, payload] = [await from.redis.pttl(`key:${key}`), await from.redis.dumpBuffer(`key:${key}`)];
    await to.redis.call("RESTORE", `key:${key}`, Math.max(0, ttl), payload, "REPLACE");
  }
}
