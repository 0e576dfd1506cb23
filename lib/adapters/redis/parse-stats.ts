import { z } from "zod";
import { countersBy } from "../../core/stats/measures";
import type { RedisStats } from "../../ports/redis-stats";
import { fieldsOf } from "./info";
import { trafficOf } from "./traffic";
import { unknownAnswer } from "./translate";

/** What each figure is called in INFO, the same from the oldest known version to the newest. https://redis.io/docs/latest/commands/info/ */
const NUMBERS = {
  uptimeSeconds: "uptime_in_seconds",
  usedMemoryBytes: "used_memory",
  usedMemoryPeakBytes: "used_memory_peak",
  maxMemoryBytes: "maxmemory",
  fragmentationRatio: "mem_fragmentation_ratio",
  clients: "connected_clients",
  replicas: "connected_slaves",
  changesSinceSave: "rdb_changes_since_last_save",
} as const satisfies Partial<Record<keyof RedisStats, string>>;

const Words = z.object({
  run_id: z.string(),
  role: z.enum(["master", "slave"]),
  master_link_status: z.string().optional(),
  maxmemory_policy: z.string(),
  rdb_last_save_time: z.coerce.number(),
  rdb_last_bgsave_status: z.string(),
  aof_enabled: z.string(),
  aof_last_bgrewrite_status: z.string(),
  aof_last_write_status: z.string(),
});

/** Exact names of INFO, so that a figure that is missing shows as such. */
const numberAt = (all: Record<string, string>, name: string): number => z.coerce.number().parse(all[name]);

/** Lines such as `db0:keys=3,expires=1,avg_ttl=0`. */
const keyspaceOf = (all: Record<string, string>): RedisStats["keyspace"] =>
  Object.entries(all).flatMap(([name, value]) => {
    const database = /^db(\d+)$/.exec(name)?.[1];
    const [, keys, expiring] = /^keys=(\d+),expires=(\d+)/.exec(value) ?? [];
    if (database === undefined || keys === undefined) return [];
    return [{ database: Number(database), keys: Number(keys), expiring: Number(expiring) }];
  });

function numbersOf(all: Record<string, string>): Record<keyof typeof NUMBERS, number> {
  const named = Object.entries(NUMBERS).map(([key, name]) => [key, numberAt(all, name)] as const);
  // fromEntries forgets the names; every one is among them.
  return Object.fromEntries(named) as Record<keyof typeof NUMBERS, number>;
}

/** Reads the answer to INFO, which was asked for in so many bytes. @throws DomainError `internal` when it is not one. */
export function parseStats(text: string, askedBytes: number): RedisStats {
  try {
    const all = fieldsOf(text);
    const commands = numberAt(all, "total_commands_processed");
    return { ...statsOf(all), traffic: { commands, ...trafficOf(all, text), askedBytes } };
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    throw unknownAnswer("INFO", cause);
  }
}

function statsOf(all: Record<string, string>): Omit<RedisStats, "traffic"> {
  const words = Words.parse(all);
  return {
    ...numbersOf(all),
    runId: words.run_id,
    role: words.role,
    maxMemoryPolicy: words.maxmemory_policy,
    counters: countersBy((name) => numberAt(all, name)),
    keyspace: keyspaceOf(all),
    isMasterLinkUp: words.role === "slave" ? words.master_link_status === "up" : null,
    lastSaveAtMs: words.rdb_last_save_time > 0 ? words.rdb_last_save_time * 1_000 : null,
    isLastSaveOk: words.rdb_last_bgsave_status === "ok",
    isAofOn: words.aof_enabled === "1",
    isAofOk: words.aof_last_bgrewrite_status === "ok" && words.aof_last_write_status === "ok",
  };
}
