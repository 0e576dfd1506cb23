import { once } from "node:events";
import { createServer } from "node:tls";
import { x509CertificateAuthority } from "../lib/adapters/certificates/x509";
import type { LinkAddress } from "../lib/adapters/redis/connection";
import { DEFAULT_CATALOG } from "../lib/core/engines/catalog/default";
import { REDIS } from "../lib/core/engines/redis/engine";
import { defaultVersion } from "../lib/core/engines/versions";

const SERVER = "stub-link";

/** About as long as that of a Redis in use. */
const INFO = `# Server
redis_version:${defaultVersion(DEFAULT_CATALOG, REDIS)}
run_id:b9ca439988158a2898ecd142ab8c17a99fc4ae58
uptime_in_seconds:86423
connected_clients:12
used_memory:711480
used_memory_peak:911480
maxmemory:33554432
maxmemory_policy:allkeys-lru
mem_fragmentation_ratio:1.31
rdb_changes_since_last_save:7
rdb_last_save_time:1767225600
rdb_last_bgsave_status:ok
aof_enabled:1
aof_last_bgrewrite_status:ok
aof_last_write_status:ok
instantaneous_ops_per_sec:41
total_commands_processed:417
total_net_input_bytes:1400
total_net_output_bytes:98000
rejected_connections:2
expired_keys:3
evicted_keys:4
keyspace_hits:50
keyspace_misses:6
role:master
connected_slaves:1
db0:keys=2,expires=1,avg_ttl=0,subexpiry=0
${Array.from({ length: 120 }, (_, n) => `not_read_by_anybody_${n}:${n * 1_001}`).join("\n")}
`.replaceAll("\n", "\r\n");

/** A link behind which every service is a Redis that answers AUTH and INFO. */
export async function startStubLink(): Promise<{ address: LinkAddress; stop: () => void }> {
  const { createAuthority, issueServer, issueClient } = x509CertificateAuthority;
  const authority = await createAuthority("Bench");
  const { certificatePem: cert, keyPem: key } = await issueServer(authority, {
    names: [SERVER],
    validDays: 1,
  });
  const client = await issueClient(authority, { name: "bench", validDays: 1 });
  const server = createServer({ cert, key, ca: authority.certificatePem, requestCert: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (asked: Buffer) => {
      const words = asked.toString("latin1").toLowerCase();
      if (words.includes("auth\r\n")) socket.write("+OK\r\n");
      if (words.includes("info\r\n")) socket.write(`$${Buffer.byteLength(INFO)}\r\n${INFO}\r\n`);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  if (!bound || typeof bound === "string") throw new Error("no port");
  const address = {
    host: "127.0.0.1",
    port: bound.port,
    serverName: SERVER,
    caPem: authority.certificatePem,
    certPem: client.certificatePem,
    keyPem: client.keyPem,
  };
  return { address, stop: () => server.close() };
}
