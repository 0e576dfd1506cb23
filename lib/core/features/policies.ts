import type { EVICTION_POLICIES } from "../engines/redis/settings";

/** One of the policies of cache mode. */
export type EvictionPolicy = (typeof EVICTION_POLICIES)[number];

/** For what each policy is the right one, as people choose it. */
export const POLICY_USES: Record<EvictionPolicy, string> = {
  "allkeys-lru": "Any key, the longest unused first: right for most caches",
  "allkeys-lfu": "Any key, the least often used first: some keys are asked for again and again",
  "allkeys-random": "Any key, by chance: all are asked for equally often",
  "volatile-lru":
    "Only keys with a time to live, the longest unused first: cache and lasting data in one database",
  "volatile-lfu": "Only keys with a time to live, the least often used first",
  "volatile-random": "Only keys with a time to live, by chance",
  "volatile-ttl": "Only keys with a time to live, those that end soonest first",
};
