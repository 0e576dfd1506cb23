import { z } from "zod";
import { hasFieldTtl, versionIn } from "../../core/engines/replication";
import type { RedisInfo } from "../../ports/redis-admin";
import { unknownAnswer } from "./translate";

/** https://redis.io/docs/latest/commands/info/ */
const Fields = z.object({
  redis_version: z.string(),
  role: z.enum(["master", "slave"]),
  uptime_in_seconds: z.coerce.number(),
  used_memory: z.coerce.number(),
  maxmemory: z.coerce.number(),
  connected_clients: z.coerce.number(),
  rdb_last_save_time: z.coerce.number(),
  rdb_last_bgsave_status: z.string(),
  aof_enabled: z.enum(["0", "1"]),
  aof_last_bgrewrite_status: z.string(),
  aof_last_write_status: z.string(),
  maxmemory_policy: z.string(),
  master_replid: z.string(),
  master_repl_offset: z.coerce.number(),
  expired_keys: z.coerce.number(),
  rdb_last_load_keys_expired: z.coerce.number().optional(),
});

/** `name:value` of each line; headings and empty lines left out. */
export function fieldsOf(text: string): Record<string, string> {
  const lines = text.split("\r\n").filter((line) => line.includes(":") && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
}

type Keyspace = { keys: number; keysByDatabase: Record<string, number>; expiringKeys: number };

/** Lines such as `db0:keys=3,expires=0,…`, each and summed. */
function keyspaceOf(fields: Record<string, string>): Keyspace {
  const lines = Object.entries(fields).filter(([name]) => /^db\d+$/.test(name));
  const countIn = (line: string, pattern: RegExp) => Number(pattern.exec(line)?.[1] ?? 0);
  const sum = (pattern: RegExp) => lines.reduce((total, [, line]) => total + countIn(line, pattern), 0);
  const keysByDatabase = Object.fromEntries(
    lines.map(([name, line]) => [name.slice("db".length), countIn(line, /keys=(\d+)/)]),
  );
  return { keys: sum(/keys=(\d+)/), keysByDatabase, expiringKeys: sum(/expires=(\d+)/) };
}

/** Keys over all databases and of each, and those with a time to live, from INFO keyspace. */
export const parseKeyspace = (text: string): Keyspace => keyspaceOf(fieldsOf(text));

/** Reads the answer to INFO. @throws DomainError `internal` when it is not one. */
export function parseInfo(text: string): RedisInfo {
  const all = fieldsOf(text);
  const parsed = Fields.safeParse(all);
  if (!parsed.success) throw unknownAnswer("INFO", parsed.error);
  const fields = parsed.data;
  const keyspace = keyspaceOf(all);
  const skipped = fields.rdb_last_load_keys_expired;
  return {
    ...versionIn(all),
    hasFieldTtl: hasFieldTtl(all),
    role: fields.role,
    uptimeSeconds: fields.uptime_in_seconds,
    usedMemoryBytes: fields.used_memory,
    maxMemoryBytes: fields.maxmemory,
    connectedClients: fields.connected_clients,
    lastSaveAt: fields.rdb_last_save_time > 0 ? new Date(fields.rdb_last_save_time * 1_000) : null,
    isLastSaveOk: fields.rdb_last_bgsave_status === "ok",
    isRewritingAof: isRewritingAof(all),
    isAofOn: fields.aof_enabled === "1",
    isAofOk: fields.aof_last_bgrewrite_status === "ok" && fields.aof_last_write_status === "ok",
    keys: keyspace.keys,
    keysByDatabase: keyspace.keysByDatabase,
    expiredKeys: skipped === undefined ? null : fields.expired_keys + skipped,
    isEvicting: fields.maxmemory_policy.startsWith("allkeys-"),
    replicationId: fields.master_replid,
    replicationOffset: fields.master_repl_offset,
  };
}

/** One that failed is scheduled again. */
const isRewritingAof = (fields: Record<string, string>): boolean =>
  fields.aof_rewrite_in_progress === "1" || fields.aof_rewrite_scheduled === "1";

/** Whether a save runs (or a rewrite of the append-only file, beside which none can begin) and how the last one ended, from INFO persistence. */
export function parseSaveState(text: string): { isSaving: boolean; isLastOk: boolean } {
  const fields = fieldsOf(text);
  return {
    isSaving: fields.rdb_bgsave_in_progress === "1" || isRewritingAof(fields),
    isLastOk: fields.rdb_last_bgsave_status === "ok",
  };
}
