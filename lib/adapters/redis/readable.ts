import type { Redis } from "ioredis";
import { canReplicate, type Server, serverOf } from "../../core/engines/replication";
import { DomainError } from "../../core/errors";
import { fieldsOf } from "./info";

/** Each part by itself: the oldest version takes no more than one name. */
export async function readServer(redis: Redis): Promise<Server> {
  const [server, keyspace] = await Promise.all([redis.info("server"), redis.info("keyspace")]);
  return serverOf({ ...fieldsOf(server), ...fieldsOf(keyspace) });
}

/** Asked before a node follows another: one that cannot read its master loses what it has. @throws DomainError `conflict`. */
export function assertReadable(servers: { from: Server; to: Server }): void {
  const decision = canReplicate(servers);
  if (!decision.allowed) throw new DomainError("conflict", decision.reason, decision.message);
}
