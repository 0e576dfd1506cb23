import { describe, expect, it } from "vitest";
import { parseStats } from "./parse-stats";

/** Of a real 8.0.2 with some work behind it; what is not read is left out. */
const INFO = `# Server
redis_version:8.0.2
run_id:b9ca439988158a2898ecd142ab8c17a99fc4ae58
uptime_in_seconds:86423
# Clients
connected_clients:12
# Memory
used_memory:711480
used_memory_peak:911480
maxmemory:33554432
maxmemory_policy:allkeys-lru
mem_fragmentation_ratio:1.31
# Persistence
rdb_changes_since_last_save:7
rdb_last_save_time:1767225600
rdb_last_bgsave_status:ok
aof_enabled:1
aof_last_bgrewrite_status:ok
aof_last_write_status:ok
# Stats
total_commands_processed:417
instantaneous_ops_per_sec:41
total_net_input_bytes:1400
total_net_output_bytes:98000
rejected_connections:2
expired_keys:3
evicted_keys:4
keyspace_hits:50
keyspace_misses:6
# Replication
role:master
connected_slaves:1
# Keyspace
db0:keys=2,expires=1,avg_ttl=0,subexpiry=0
db5:keys=40,expires=0,avg_ttl=7
# Commandstats
cmdstat_ping:calls=3,usec=6,usec_per_call=2.00,rejected_calls=0,failed_calls=0
`.replaceAll("\n", "\r\n");

describe("parseStats", () => {
  it("reads sizes, counters, keys and the state of saving", () => {
    expect(parseStats(INFO, 14)).toEqual({
      runId: "b9ca439988158a2898ecd142ab8c17a99fc4ae58",
      uptimeSeconds: 86_423,
      role: "master",
      usedMemoryBytes: 711_480,
      usedMemoryPeakBytes: 911_480,
      maxMemoryBytes: 33_554_432,
      maxMemoryPolicy: "allkeys-lru",
      fragmentationRatio: 1.31,
      clients: 12,
      counters: {
        hits: 50,
        misses: 6,
        evictions: 4,
        expired: 3,
        rejected: 2,
        inputBytes: 1_400,
        outputBytes: 98_000,
      },
      traffic: expect.objectContaining({ commands: 417, pings: 3, infos: 0, askedBytes: 14 }),
      keyspace: [
        { database: 0, keys: 2, expiring: 1 },
        { database: 5, keys: 40, expiring: 0 },
      ],
      replicas: 1,
      isMasterLinkUp: null,
      lastSaveAtMs: Date.parse("2026-01-01T00:00:00Z"),
      isLastSaveOk: true,
      changesSinceSave: 7,
      isAofOn: true,
      isAofOk: true,
    });
  });

  it("a replica tells whether it hears its master", () => {
    const replica = INFO.replace("role:master", "role:slave\r\nmaster_link_status:down");
    expect(parseStats(replica, 14)).toMatchObject({ role: "slave", isMasterLinkUp: false });
  });

  it.each(["rdb_last_bgsave_status:err", "aof_last_write_status:err"])("a failed write shows: %s", (line) => {
    const [name = ""] = line.split(":");
    const { isLastSaveOk, isAofOk } = parseStats(INFO.replace(`${name}:ok`, line), 14);
    expect(isLastSaveOk && isAofOk).toBe(false);
  });

  it.each(["", "PONG", INFO.replace(/run_id:.*\r\n/, "")])("refuses what is no answer to INFO", (text) => {
    expect(() => parseStats(text, 14)).toThrow(expect.objectContaining({ reason: "redis_answer_unknown" }));
  });
});
