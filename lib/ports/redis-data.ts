import type { RedisConsole } from "./redis-console";
import type { RedisInspection } from "./redis-inspection";
import type { RedisKeys } from "./redis-keys";

/** Everything that people look at and change in a Redis itself. */
export type RedisData = { console: RedisConsole; keys: RedisKeys; inspection: RedisInspection };
