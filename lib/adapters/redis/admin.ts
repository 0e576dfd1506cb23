import type { RedisAdmin } from "../../ports/redis-admin";
import type { Link } from "./connection";
import { parseInfo } from "./info";
import { saveNow } from "./save";
import { unknownAnswer } from "./translate";
import { withConnection } from "./with-connection";

/** Redis through the link, by a short connection for each question. */
export function redisAdmin(link: Link): RedisAdmin {
  return {
    ping: (target) =>
      withConnection(link, target, async (redis) => {
        const answer: string = await redis.ping();
        if (answer === "PONG") return;
        throw unknownAnswer("PING");
      }),
    info: (target) => withConnection(link, target, async (redis) => parseInfo(await redis.info())),
    save: (target, timeoutMs) => withConnection(link, target, (redis) => saveNow(redis, timeoutMs)),
  };
}
