import type { RedisKeys } from "../../../ports/redis-keys";
import type { Link } from "../connection";
import { inDatabase } from "./ask";
import { changeKey } from "./change";
import { readKey } from "./read";
import { countKeys, deleteKeys, listKeys } from "./scan";

/** Keys through the link, by a short connection for each question. */
export function redisKeys(link: Link): RedisKeys {
  return {
    list: (place, scan) => inDatabase(link, place, (redis) => listKeys(redis, scan)),
    read: (place, key, cursor) => inDatabase(link, place, (redis) => readKey(redis, key, cursor)),
    change: (place, key, change) => inDatabase(link, place, (redis) => changeKey(redis, key, change)),
    count: (place, scan) => inDatabase(link, place, (redis) => countKeys(redis, scan)),
    deleteMatching: (place, scan) => inDatabase(link, place, (redis) => deleteKeys(redis, scan)),
  };
}
