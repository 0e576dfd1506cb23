/**
 * Settings of a running node that a person can have changed; a successor starts with them. Sizes and limits of the plan are not
 * among them: those are the successor's own. https://redis.io/docs/latest/operate/oss_and_stack/management/config/
 */
export const CARRIED_SETTINGS = [
  "timeout",
  "save",
  "maxmemory-policy",
  "appendonly",
  "appendfsync",
  "notify-keyspace-events",
  "slowlog-log-slower-than",
  "slowlog-max-len",
  "latency-monitor-threshold",
] as const;

/** As CARRIED_SETTINGS, and what a person wants of a node within its own plan. */
const LINE_SETTINGS = [...CARRIED_SETTINGS, "maxclients"] as const;

/** When a node saves by itself: after so many seconds with so many writes. */
export const SAVE_RULES = "900 1 300 10 60 10000";

/** What a full node does when it is no cache: it refuses writes. */
export const NO_EVICTION = "noeviction";

/** What a full node drops in cache mode. https://redis.io/docs/latest/develop/reference/eviction/ */
export const EVICTION_POLICIES = [
  "allkeys-lru",
  "allkeys-lfu",
  "allkeys-random",
  "volatile-lru",
  "volatile-lfu",
  "volatile-random",
  "volatile-ttl",
] as const;

/** Which of them it is until somebody chooses. */
export const DEFAULT_POLICY: (typeof EVICTION_POLICIES)[number] = "allkeys-lru";

/** Lines to end a `redis.conf` with; an unknown name is left out, so that nothing but these can come in this way. */
export const settingLines = (config: Readonly<Record<string, string>>): string[] =>
  LINE_SETTINGS.flatMap((name) => {
    const value = config[name];
    if (value === undefined) return [];
    return name === "save" ? saveLines(value) : [`${name} ${quoted(value)}`];
  });

/** The first line forgets the rules before it; 6.0 takes one rule a line only. */
function saveLines(value: string): string[] {
  const rules = value.match(/\d+ \d+/g) ?? [];
  return ['save ""', ...rules.map((rule) => `save ${rule}`)];
}

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
