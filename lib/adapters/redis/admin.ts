import { DomainError } from "../../core/errors";
import type { RedisAdmin } from "../../ports/redis-admin";
import { type Link, withConnection } from "./connection";
import { parseInfo } from "./info";
import { saveNow } from "./save";

/** Redis through the link, by a short connection for each question. */
export function redisAdmin(link: Link): RedisAdmin {
  return {
    ping: (target) =>
      withConnection(link, target, async (redis) => {
        const answer: string = await redis.ping();
        if (answer === "PONG") return;
        throw new DomainError(
          "unavailable",
          "redis_answer_unknown",
          `${target.serviceName} did not answer PING with PONG.`,
        );
      }),
    info: (target) => withConnection(link, target, async (redis) => parseInfo(await redis.info())),
    save: (target, timeoutMs) => withConnection(link, target, (redis) => saveNow(redis, timeoutMs)),
  };
}
