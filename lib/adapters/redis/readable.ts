import type { Redis } from "ioredis";
import { canReplicate } from "../../core/databases/formats";
import { DomainError } from "../../core/errors";
import { fieldsOf } from "./info";

export const versionOf = async (redis: Redis): Promise<string> =>
  fieldsOf(await redis.info("server")).redis_version ?? "";

/** Asked before a node follows another: one that cannot read its master loses what it has. @throws DomainError `conflict`. */
export function assertReadable(versions: { from: string; to: string }): void {
  const decision = canReplicate(versions);
  if (!decision.allowed) throw new DomainError("conflict", decision.reason, decision.message);
}
