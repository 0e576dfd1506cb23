import { randomUUID } from "node:crypto";
import type { RecordsView } from "../../contract/records";
import { DomainError } from "../../core/errors";
import { insertRecordsBackup } from "../../db/records-backups";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { getRecords } from "./get-records";

/**
 * Asks for a backup of Berth's own records, which a worker takes within seconds; one that is asked for already is enough.
 * @throws DomainError `conflict` reason `records_elsewhere` where they are in the operator's PostgreSQL; `forbidden` but for administrators.
 */
export async function backUpRecords(ctx: Context): Promise<RecordsView> {
  requireAdmin(ctx);
  if (!ctx.areRecordsOwn)
    throw new DomainError(
      "conflict",
      "records_elsewhere",
      "Berth's records are in a PostgreSQL of your own: back it up by its own means.",
    );
  await insertRecordsBackup(randomUUID());
  return getRecords(ctx);
}
