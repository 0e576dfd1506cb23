import type { RedisTarget } from "./redis-admin";

/** A user and its rules as ACL SETUSER takes them; passwords among them as SHA-256 only. */
export type UserRules = { name: string; rules: readonly string[] };

/**
 * The users of a running Redis. Every call may be repeated and ends within a few seconds.
 * @throws DomainError `unavailable` when it does not answer, or runs a long script: nothing, or all of it, was done.
 */
export type RedisUsers = {
  /**
   * Makes users so, all at once and for the next start too, and ends their connections: what they were let in by before does not count
   * any more. Who is not there need not be removed. @throws DomainError `conflict` reason `not_serving` for a node that no gateway may
   * follow, unless `isClosed` says that it is meant to be so.
   */
  apply(
    target: RedisTarget,
    change: { set: readonly UserRules[]; removed: readonly string[]; isClosed?: boolean },
  ): Promise<void>;
  /** The same for users who are there, and leaves their connections. @throws as `apply` does. */
  adjust(target: RedisTarget, set: readonly UserRules[], node?: { isClosed: boolean }): Promise<void>;
  /** Ends every connection of these users. */
  disconnect(target: RedisTarget, names: readonly string[]): Promise<void>;
  /** When the oldest connection of these users was made, to the second; null without any. */
  oldestConnection(target: RedisTarget, names: readonly string[]): Promise<Date | null>;
  /**
   * Whether a user with these rules might run each command, as Redis itself says where it can be asked, else by its table of categories;
   * null for a command that it does not know. Runs none, and leaves no user behind.
   */
  preview(
    target: RedisTarget,
    input: { rules: readonly string[]; trials: readonly { words: readonly string[]; isBeyond: boolean }[] },
  ): Promise<(boolean | null)[]>;
};
