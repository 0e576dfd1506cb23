import type { RedisTarget } from "./redis-admin";

/** A dump as it comes. `totalBytes` when the node tells it before; null when it only marks the end. */
export type RedisDump = { totalBytes: number | null; content: AsyncIterable<Uint8Array> };

/** Who is asked, as INFO tells it: one that has a form of its own for dumps sends it to those alone who name its version. */
export type DumpingServer = { provider: string; version: string };

/**
 * What a node sends to a replica, taken by somebody who is none. It comes straight from memory and leaves the node's own files alone; a
 * node that is set to send files (`repl-diskless-sync no`) writes its `dump.rdb` anew for it, whole and as of now.
 */
export type RedisDumps = {
  /**
   * `content` ends only when the dump is whole; nothing that marks its end is in it. A node that sends nothing for a minute is given up.
   * Read it to its end or leave it: what is left lets go of the node.
   * @throws DomainError `unavailable` when the node goes away, also while it is read; `conflict` reason `redis_auth_refused`, or
   * `dump_refused` in its own words.
   */
  dump(target: RedisTarget, server?: DumpingServer): Promise<RedisDump>;
};
