/** Types that have a view of their own; a module may bring others. */
export const KEY_TYPES = ["string", "hash", "list", "set", "zset", "stream"] as const;
/** One of KEY_TYPES. */
export type KeyType = (typeof KEY_TYPES)[number];
