import type { RedisData } from "../../ports/redis-data";
import type { Link } from "./connection";
import { redisConsole } from "./console/console";
import { redisInspection } from "./inspection/inspection";
import { redisKeys } from "./keys/keys";

/** What people look at and change in a Redis, through the link. */
export const redisData = (link: Link): RedisData => ({
  console: redisConsole(link),
  keys: redisKeys(link),
  inspection: redisInspection(link),
});
