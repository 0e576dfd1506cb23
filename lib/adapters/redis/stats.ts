import type { Redis } from "ioredis";
import { SECOND_MS } from "../../core/units";
import type { RedisTarget } from "../../ports/redis-admin";
import type { RedisStats, RedisStatsReader } from "../../ports/redis-stats";
import { type Link, newClient } from "./connection";
import { parseStats } from "./parse-stats";
import { causeOf, translate } from "./translate";

/** Well below what the link lets in at once; a server beyond it gets a short connection each time. */
const KEPT_MAX = 500;
/** A connection that was not used for so long belongs to a node that is no more. */
const UNUSED_MS_MAX = 60 * SECOND_MS;

/** What is read, and how often each command was called; one before 7.0 answers one section or all of them. */
const SECTIONS = [
  "server",
  "clients",
  "memory",
  "persistence",
  "stats",
  "replication",
  "keyspace",
  "commandstats",
];
const ALL = ["all"];

type Kept = {
  redis: Redis;
  told: unknown[];
  password: string;
  usedAtMs: number;
  sections: readonly string[];
};

/** What was asked, as it went over the wire. */
const askedBytes = (sections: readonly string[]): number =>
  ["info", ...sections].reduce(
    (sum, word) => sum + `$${word.length}\r\n${word}\r\n`.length,
    `*${sections.length + 1}\r\n`.length,
  );

async function askInfo(kept: Kept): Promise<RedisStats> {
  try {
    return parseStats(await kept.redis.info(...kept.sections), askedBytes(kept.sections));
  } catch (error) {
    const isTooMany =
      error instanceof Error && error.name === "ReplyError" && error.message === "ERR syntax error";
    if (!isTooMany || kept.sections === ALL) throw error;
    kept.sections = ALL;
    return askInfo(kept);
  }
}

/** Redis through the link. Connections are kept from round to round: a TLS handshake costs far more than an INFO. */
export function redisStats(link: Link): RedisStatsReader {
  const kept = new Map<string, Kept>();

  const drop = (serviceName: string) => {
    kept.get(serviceName)?.redis.disconnect();
    kept.delete(serviceName);
  };

  const dropUnused = (now: number) => {
    for (const [serviceName, { usedAtMs }] of kept) if (now - usedAtMs > UNUSED_MS_MAX) drop(serviceName);
  };

  async function connectionTo(target: RedisTarget): Promise<Kept> {
    const standing = kept.get(target.serviceName);
    if (standing?.redis.status === "ready" && standing.password === target.password) return standing;
    drop(target.serviceName);
    const redis = newClient(await link(), target);
    const usedAtMs = Date.now();
    const made: Kept = { redis, told: [], password: target.password, usedAtMs, sections: SECTIONS };
    redis.on("error", (error: unknown) => made.told.push(error));
    try {
      await redis.connect();
    } catch (error) {
      redis.disconnect();
      throw causeOf(error, made.told);
    }
    if (kept.size < KEPT_MAX) kept.set(target.serviceName, made);
    return made;
  }

  return {
    async readStats(target) {
      dropUnused(Date.now());
      try {
        const connection = await connectionTo(target);
        connection.usedAtMs = Date.now();
        try {
          return await askInfo(connection);
        } finally {
          if (kept.get(target.serviceName) !== connection) connection.redis.disconnect();
        }
      } catch (error) {
        drop(target.serviceName);
        throw translate(target.serviceName, error);
      }
    },
    close: () => {
      for (const serviceName of [...kept.keys()]) drop(serviceName);
    },
  };
}
