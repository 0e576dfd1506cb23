/** What a person's own user of a database is for. Stored: a name never changes once released. */
export const ROLES = ["read-only", "read-write", "custom"] as const;
/** One of ROLES. */
export type Role = (typeof ROLES)[number];

/**
 * Kinds of commands that a custom role can be given, as Redis itself names them. Administration is not among them, and what every client
 * needs to connect is always given. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
export const CATEGORIES = [
  "read",
  "write",
  "keyspace",
  "string",
  "hash",
  "list",
  "set",
  "sortedset",
  "stream",
  "bitmap",
  "hyperloglog",
  "geo",
  "pubsub",
  "blocking",
  "scripting",
  "dangerous",
] as const;
/** One of CATEGORIES. */
export type Category = (typeof CATEGORIES)[number];

/** What a user may do; key patterns are Redis' globs, at least one. */
export type Rights =
  | { role: "read-only" | "read-write" }
  | { role: "custom"; keyPatterns: readonly string[]; categories: readonly Category[] };

/** True when a user sees every key. */
export const seesAllKeys = (rights: Rights): boolean =>
  rights.role !== "custom" || rights.keyPatterns.includes("*");

/** Reads what stands in the records, which hold only what was written from `Rights`. */
export function toRights(row: {
  role: string | null;
  keyPatterns: readonly string[];
  categories: readonly string[];
}): Rights {
  if (row.role !== "custom") return { role: row.role === "read-only" ? "read-only" : "read-write" };
  const categories = CATEGORIES.filter((category) => row.categories.includes(category));
  return { role: "custom", keyPatterns: row.keyPatterns, categories };
}
