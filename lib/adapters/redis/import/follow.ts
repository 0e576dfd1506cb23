import { isIP } from "node:net";
import { rootCertificates } from "node:tls";
import type { Redis } from "ioredis";
import { REDIS_PORT } from "../../../core/engines/redis/port";
import { serverOf } from "../../../core/engines/replication";
import type { SourceAddress } from "../../../core/imports/source";
import type { ImportSource, SourcePlacing, SourceState } from "../../../ports/redis-import";
import type { ReplicaLogin } from "../../../ports/redis-replication";
import { settle } from "../cut-over";
import { fieldsOf, parseKeyspace } from "../info";
import { bytesOf } from "../keys/ask";
import { followCommands } from "../replication";
import { parseReplication } from "../replication-info";
import { runTogether } from "../transaction";
import { askAll, askStrictly, type End } from "./ask";
import type { SourceGuard } from "./source";

/** The first address of a source that may be reached, of the older kind where there is one: containers have no other way out. */
export async function locate(
  guard: SourceGuard,
  { host, port, isTls }: SourceAddress,
  { isCertificateChecked }: ImportSource,
): Promise<SourcePlacing> {
  guard.checkLiteral(host);
  const serverName = isIP(host) === 0 ? host : null;
  const address = serverName === null ? host : await lookUp(guard, host);
  return {
    place: { address, port, tls: isTls ? { serverName, isChecked: isCertificateChecked } : null },
    authoritiesPem: guard.authoritiesPem ?? `${rootCertificates.join("\n")}\n`,
  };
}

const lookUp = (guard: SourceGuard, host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    guard.lookup(host, { all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const [first] = [...addresses].sort((one, other) => one.family - other.family);
      if (error) reject(error);
      else if (first) resolve(first.address);
      else reject(Object.assign(new Error("no address"), { code: "ENOTFOUND" }));
    });
  });

/** What the source says of itself as a master. @throws DomainError when it says nothing, or refuses. */
export async function readState(end: End): Promise<SourceState> {
  const [server, keyspace, replication, memory] = (
    await askStrictly(end, [
      ["INFO", "server"],
      ["INFO", "keyspace"],
      ["INFO", "replication"],
      ["INFO", "memory"],
    ])
  ).map((answer) => bytesOf(answer).toString());
  const { role, replicationId, offset } = parseReplication(replication ?? "");
  return {
    server: serverOf({ ...fieldsOf(server ?? ""), ...fieldsOf(keyspace ?? "") }),
    role,
    replicationId,
    offset,
    keys: parseKeyspace(keyspace ?? "").keys,
    usedMemoryBytes: Number(fieldsOf(memory ?? "").used_memory ?? 0),
  };
}

/** Makes a node the replica of whoever answers at the relay. One that follows already is left alone. */
export async function follow(
  redis: Redis,
  { relayName, address: { user, password } }: { relayName: string; address: SourceAddress },
): Promise<void> {
  const { role, masterName } = parseReplication(await redis.info("replication"));
  if (role === "slave" && masterName === relayName) return;
  const source = { host: relayName, port: REDIS_PORT, user: user ?? "", password: password ?? "" };
  await runTogether(redis, followCommands(source));
}

/** Makes it a master of its own again, also for its next start; of the source it keeps the data alone. */
export const leave = (redis: Redis, login?: ReplicaLogin): Promise<void> => settle(redis, login);

const SYNC_OF_NO_USE = /pending output|NOMASTERLINK/;

/**
 * What of a replica's words the source refuses. PSYNC is asked right behind another command: a server that allows it says then that an
 * answer is still on its way, and begins nothing. Whatever comes of it, the connection is not used any more.
 */
export async function refusedToReplicas(end: End): Promise<string[]> {
  const [, replconf, psync] = await askAll(end, [
    ["PING"],
    ["REPLCONF", "capa", "psync2"],
    ["PSYNC", "?", "-1"],
  ]);
  return [
    ...(psync instanceof Error && !SYNC_OF_NO_USE.test(psync.message) ? ["PSYNC"] : []),
    ...(replconf instanceof Error ? ["REPLCONF"] : []),
  ];
}
