import { type Rights, seesAllKeys } from "../../databases/rights";
import type { EngineVersion } from "../engine";

/**
 * What escapes the database or disturbs its neighbours and the platform: the category of administration (CONFIG, ACL, REPLICAOF,
 * MODULE, SHUTDOWN, DEBUG, SAVE, MONITOR, CLIENT KILL and PAUSE, …) and what lies outside of it. Stands after everything that gives.
 */
const GUARD = ["-@admin", "-acl", "-cluster", "-migrate", "-restore-asking"];

/** What ordinary clients send when they connect, and what goes with every command; each version has them in other categories. */
const AT_CONNECT = ["+@connection", "+@transaction", "+select", "+echo", "+info", "+time"];

/** Subcommands of CLIENT that ordinary clients send, for a version where a single one cannot be taken away again. */
const CLIENT_SUBCOMMANDS = ["setname", "getname", "id", "reply", "tracking", "caching", "getredir"];

const allow = (names: readonly string[]): string[] => names.map((name) => `+client|${name}`);

const channels = ({ hasChannelAcl }: EngineVersion, isGiven = true): string[] => {
  if (!hasChannelAcl) return [];
  return [isGiven ? "&*" : "resetchannels"];
};

/** Where CLIENT has no categories of its own, administration takes all of it away. */
const clients = ({ hasSubcommandAcl }: EngineVersion): string[] =>
  hasSubcommandAcl ? [] : allow(CLIENT_SUBCOMMANDS);

/**
 * Everything but what the guard takes away; harmless members of that category are given back.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
export function peopleRules(version: EngineVersion): string[] {
  const harmless = ["+acl|whoami", "+role", "+lastsave", "+slowlog", "+latency", "+client|list"];
  return ["~*", ...channels(version), "+@all", ...GUARD, ...harmless, ...clients(version)];
}

/** Nothing that changes a key: PFCOUNT, which counts as reading, writes what it has reckoned into the key. */
function readOnlyRules(version: EngineVersion): string[] {
  const listening = ["+subscribe", "+unsubscribe", "+psubscribe", "+punsubscribe", "+pubsub"];
  const sharded = version.hasSubcommandAcl ? ["+ssubscribe", "+sunsubscribe"] : [];
  const given = ["-@all", "+@read", "-pfcount", ...AT_CONNECT, ...listening, ...sharded];
  return ["~*", ...channels(version), ...given, ...GUARD, "+acl|whoami", ...clients(version)];
}

function customRules(version: EngineVersion, rights: Rights & { role: "custom" }): string[] {
  const { keyPatterns, categories } = rights;
  const keys = keyPatterns.map((pattern) => `~${pattern}`);
  const given = [...categories.map((category) => `+@${category}`), ...AT_CONNECT];
  const isDangerous = categories.includes("dangerous");
  const isWriting = categories.includes("write") || categories.includes("hyperloglog");
  return [
    ...keys,
    ...channels(version, categories.includes("pubsub")),
    "-@all",
    ...given,
    ...(isWriting ? [] : ["-pfcount"]),
    ...(isDangerous ? [] : ["-@dangerous", "+info"]),
    ...(seesAllKeys(rights) ? [] : beyondKeys(version)),
    ...GUARD,
    "+acl|whoami",
    ...clients(version),
  ];
}

/** What reaches keys that it does not name; SORT reads others by its patterns where the version does not check those. */
const beyondKeys = ({ hasSubcommandAcl }: EngineVersion): string[] => [
  "-flushall",
  "-flushdb",
  "-swapdb",
  ...(hasSubcommandAcl ? [] : ["-sort"]),
];

/** Rules of a user with these rights, as ACL SETUSER takes them: keys, channels and commands, but neither state nor passwords. */
export function rulesOf(version: EngineVersion, rights: Rights): string[] {
  switch (rights.role) {
    case "read-write":
      return peopleRules(version);
    case "read-only":
      return readOnlyRules(version);
    case "custom":
      return customRules(version, rights);
  }
}
