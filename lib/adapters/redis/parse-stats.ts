import { z } from "zod";
import type { RedisStats } from "../../ports/redis-stats";
import { fieldsOf } from "./info";
import { unknownAnswer } from "./translate";

/** https://redis.io/docs/latest/commands/info/ ; the same names from 6.0 to 8.0. */
const Fields = z.object({
  run_id: z.string(),
  uptime_in_seconds: z.coerce.number(),
  role: z.enum(["master", "slave"]),
  master_link_status: z.string().optional(),
  connected_slaves: z.coerce.number(),
  used_memory: z.coerce.number(),
  used_memory_peak: z.coerce.number(),
  maxmemory: z.coerce.number(),
  maxmemory_policy: z.string(),
  mem_fragmentation_ratio: z.coerce.number(),
  connected_clients: z.coerce.number(),
  instantaneous_ops_per_sec: z.coerce.number(),
  keyspace_hits: z.coerce.number(),
  keyspace_misses: z.coerce.number(),
  evicted_keys: z.coerce.number(),
  expired_keys: z.coerce.number(),
  rejected_connections: z.coerce.number(),
  total_net_input_bytes: z.coerce.number(),
  total_net_output_bytes: z.coerce.number(),
  rdb_last_save_time: z.coerce.number(),
  rdb_last_bgsave_status: z.string(),
  rdb_changes_since_last_save: z.coerce.number(),
  aof_enabled: z.string(),
  aof_last_bgrewrite_status: z.string(),
  aof_last_write_status: z.string(),
});
type Fields = z.infer<typeof Fields>;

/** Lines such as `db0:keys=3,expires=1,avg_ttl=0`. */
const keyspaceOf = (all: Record<string, string>): RedisStats["keyspace"] =>
  Object.entries(all).flatMap(([name, value]) => {
    const database = /^db(\d+)$/.exec(name)?.[1];
    const [, keys, expiring] = /^keys=(\d+),expires=(\d+)/.exec(value) ?? [];
    if (database === undefined || keys === undefined) return [];
    return [{ database: Number(database), keys: Number(keys), expiring: Number(expiring) }];
  });

const countersOf = (fields: Fields): RedisStats["counters"] => ({
  hits: fields.keyspace_hits,
  misses: fields.keyspace_misses,
  evictions: fields.evicted_keys,
  expired: fields.expired_keys,
  rejected: fields.rejected_connections,
  inputBytes: fields.total_net_input_bytes,
  outputBytes: fields.total_net_output_bytes,
});

/** Reads the answer to INFO. @throws DomainError `internal` when it is not one. */
export function parseStats(text: string): RedisStats {
  const all = fieldsOf(text);
  const parsed = Fields.safeParse(all);
  if (!parsed.success) throw unknownAnswer("INFO", parsed.error);
  const fields = parsed.data;
  return {
    runId: fields.run_id,
    uptimeSeconds: fields.uptime_in_seconds,
    role: fields.role,
    usedMemoryBytes: fields.used_memory,
    usedMemoryPeakBytes: fields.used_memory_peak,
    maxMemoryBytes: fields.maxmemory,
    maxMemoryPolicy: fields.maxmemory_policy,
    fragmentationRatio: fields.mem_fragmentation_ratio,
    clients: fields.connected_clients,
    opsPerSecond: fields.instantaneous_ops_per_sec,
    counters: countersOf(fields),
    keyspace: keyspaceOf(all),
    replicas: fields.connected_slaves,
    isMasterLinkUp: fields.role === "slave" ? fields.master_link_status === "up" : null,
    lastSaveAt: fields.rdb_last_save_time > 0 ? new Date(fields.rdb_last_save_time * 1_000) : null,
    isLastSaveOk: fields.rdb_last_bgsave_status === "ok",
    changesSinceSave: fields.rdb_changes_since_last_save,
    isAofOn: fields.aof_enabled === "1",
    isAofOk: fields.aof_last_bgrewrite_status === "ok" && fields.aof_last_write_status === "ok",
  };
}
