import type { RedisAdmin } from "../../ports/redis-admin";
import { readConfig } from "./config";
import type { Link } from "./connection";
import { parseInfo } from "./info";
import { saveNow } from "./save";
import { type Command, runTogether } from "./transaction";
import { unknownAnswer } from "./translate";
import { withConnection } from "./with-connection";

const REWRITE: Command = ["CONFIG", "REWRITE"];

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
    readConfig: (target, names) => withConnection(link, target, (redis) => readConfig(redis, names)),
    setConfig: (target, values, { isKept }) =>
      withConnection(link, target, async (redis) => {
        const set = Object.entries(values).map(([name, value]): Command => ["CONFIG", "SET", name, value]);
        await runTogether(redis, [...set, ...(isKept ? [REWRITE] : [])]);
      }),
  };
}
