import type { Redis } from "ioredis";
import { SECOND_MS } from "../../core/units";
import type { RedisTarget } from "../../ports/redis-admin";
import type { RedisStatsReader } from "../../ports/redis-stats";
import { type Link, newClient } from "./connection";
import { parseStats } from "./parse-stats";
import { causeOf, translate } from "./translate";

/** Well below what the link lets in at once; a server beyond it gets a short connection each time. */
const KEPT_MAX = 500;
/** A connection that was not used for so long belongs to a node that is no more. */
const UNUSED_MS_MAX = 60 * SECOND_MS;

type Kept = { redis: Redis; told: unknown[]; password: string; usedAtMs: number };

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
    const made: Kept = { redis, told: [], password: target.password, usedAtMs: Date.now() };
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
          return parseStats(await connection.redis.info());
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
