import { z } from "zod";
import type { ReplicationState } from "../../ports/redis-replication";
import { fieldsOf } from "./info";
import { unknownAnswer } from "./translate";

/** https://redis.io/docs/latest/commands/info/ */
const Fields = z.object({
  role: z.enum(["master", "slave"]),
  master_replid: z.string(),
  master_repl_offset: z.coerce.number(),
  master_host: z.string().optional(),
  master_link_status: z.enum(["up", "down"]).optional(),
  slave_repl_offset: z.coerce.number().optional(),
  master_sync_read_bytes: z.coerce.number().optional(),
  master_sync_in_progress: z.string().optional(),
});

/** Reads the answer to INFO replication. @throws DomainError `internal` when it is not one. */
export function parseReplication(text: string): Omit<ReplicationState, "isGatewayOn"> {
  const parsed = Fields.safeParse(fieldsOf(text));
  if (!parsed.success) throw unknownAnswer("INFO", parsed.error);
  const fields = parsed.data;
  return {
    role: fields.role,
    replicationId: fields.master_replid,
    offset:
      fields.role === "slave"
        ? (fields.slave_repl_offset ?? fields.master_repl_offset)
        : fields.master_repl_offset,
    masterName: fields.master_host ?? null,
    isLinkUp: fields.master_link_status === "up" && fields.master_sync_in_progress !== "1",
    receivedBytes: Math.max(0, fields.master_sync_read_bytes ?? 0),
  };
}
