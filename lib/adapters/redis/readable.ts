import type { Redis } from "ioredis";
import { canReplicate, type Server, serverOf } from "../../core/engines/replication";
import { DomainError } from "../../core/errors";
import { fieldsOf } from "./info";

export const readServer = async (redis: Redis): Promise<Server> =>
  serverOf(fieldsOf(await redis.info("server")));

/** Asked before a node follows another: one that cannot read its master loses what it has. @throws DomainError `conflict`. */
export function assertReadable(servers: { from: Server; to: Server }): void {
  const decision = canReplicate(servers);
  if (!decision.allowed) throw new DomainError("conflict", decision.reason, decision.message);
}
