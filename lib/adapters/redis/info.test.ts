import { describe, expect, it } from "vitest";
import { parseInfo, parseSaveState } from "./info";

const INFO = [
  "# Server",
  "redis_version:7.0.15",
  "uptime_in_seconds:61",
  "",
  "# Clients",
  "connected_clients:3",
  "used_memory:1048576",
  "maxmemory:33554432",
  "rdb_last_save_time:1767225600",
  "rdb_bgsave_in_progress:0",
  "rdb_last_bgsave_status:ok",
  "aof_enabled:1",
  "aof_last_bgrewrite_status:ok",
  "aof_last_write_status:ok",
  "role:master",
  "master_replid:8c2a",
  "master_repl_offset:1024",
  "expired_keys:3",
  "rdb_last_load_keys_expired:4",
  "maxmemory_policy:allkeys-lru",
  "# Keyspace",
  "db0:keys=2,expires=0,avg_ttl=0",
  "db5:keys=40,expires=1,avg_ttl=7,subexpiry=0",
  "",
].join("\r\n");

describe("parseInfo", () => {
  it("another engine names itself, and a version of its own beside the one of Redis", () => {
    const valkey = `${INFO}\r\nserver_name:valkey\r\nvalkey_version:9.1.2`;
    expect(parseInfo(valkey)).toMatchObject({ provider: "valkey", version: "9.1.2" });
  });

  it("sums the keys of all databases and reads sizes and times", () => {
    expect(parseInfo(INFO)).toEqual({
      provider: "redis",
      hasFieldTtl: false,
      version: "7.0.15",
      role: "master",
      uptimeSeconds: 61,
      usedMemoryBytes: 1_048_576,
      maxMemoryBytes: 33_554_432,
      connectedClients: 3,
      lastSaveAt: new Date("2026-01-01T00:00:00Z"),
      isLastSaveOk: true,
      isRewritingAof: false,
      isAofOn: true,
      isAofOk: true,
      keys: 42,
      keysByDatabase: { 0: 2, 5: 40 },
      expiredKeys: 7,
      isEvicting: true,
      replicationId: "8c2a",
      replicationOffset: 1_024,
    });
  });

  it("a version that does not count keys it skipped cannot tell how many ran out", () => {
    const text = INFO.replace("rdb_last_load_keys_expired:4\r\n", "");
    expect(parseInfo(text).expiredKeys).toBeNull();
  });

  it.each(["aof_last_bgrewrite_status", "aof_last_write_status"])("a failed %s shows", (field) => {
    expect(parseInfo(INFO.replace(`${field}:ok`, `${field}:err`)).isAofOk).toBe(false);
  });

  it("a failed save shows", () => {
    const text = INFO.replace("bgsave_status:ok", "bgsave_status:err");
    expect(parseInfo(text).isLastSaveOk).toBe(false);
    expect(parseSaveState(text)).toEqual({ isSaving: false, isLastOk: false });
  });

  it.each(["aof_rewrite_in_progress", "aof_rewrite_scheduled"])("%s shows, and no save begins", (field) => {
    const text = `${INFO}${field}:1\r\n`;
    expect(parseInfo(text).isRewritingAof).toBe(true);
    expect(parseSaveState(text)).toEqual({ isSaving: true, isLastOk: true });
  });

  it.each(["", "PONG", INFO.replace("role:master", "")])("refuses what is no answer to INFO", (text) => {
    expect(() => parseInfo(text)).toThrow(expect.objectContaining({ reason: "redis_answer_unknown" }));
  });
});
