/** Redis versions on offer, oldest first. */
export const REDIS_VERSIONS = ["6.0.16", "7.0.15", "8.0.2"] as const;
/** One of REDIS_VERSIONS. */
export type RedisVersion = (typeof REDIS_VERSIONS)[number];

/** What a new database gets when nobody asks for a version. */
export const DEFAULT_REDIS_VERSION: RedisVersion = "8.0.2";

/** A version of the records as one on offer. @throws Error when it is none, which the records do not let happen. */
export function parseRedisVersion(text: string): RedisVersion {
  const version = REDIS_VERSIONS.find((candidate) => candidate === text);
  if (!version) throw new Error(`${text} is not a version of Redis on offer`);
  return version;
}

/** Versions that a database of this one can go to, oldest first: every later one, since Redis reads what an earlier one wrote, and never back. */
export const laterVersions = (version: RedisVersion): RedisVersion[] =>
  REDIS_VERSIONS.slice(REDIS_VERSIONS.indexOf(version) + 1);
