import type { RecordsView } from "../../contract/records";
import { findLastRecordsBackup, findUnfinishedRecordsBackup } from "../../db/records-backups";
import { requireAdmin } from "../access";
import type { Context } from "../context";

const NONE = { lastProven: null, lastFailure: null, current: null };

/** How well Berth's own records are backed up. @throws DomainError `forbidden` but for administrators. */
export async function getRecords(ctx: Context): Promise<RecordsView> {
  requireAdmin(ctx);
  if (!ctx.areRecordsOwn) return { isOwn: false, ...NONE };
  const [proven, failed, current] = await Promise.all([
    findLastRecordsBackup("done"),
    findLastRecordsBackup("error"),
    findUnfinishedRecordsBackup(),
  ]);
  return {
    isOwn: true,
    lastProven: proven && {
      at: proven.createdAt.toISOString(),
      bytes: proven.bytes ?? 0,
      rows: proven.rows ?? 0,
      proofMs: proven.proofMs ?? 0,
      copies: proven.copies.map(({ storage, error }) => ({ storage, error })),
    },
    lastFailure:
      failed && !(proven && proven.createdAt > failed.createdAt)
        ? { at: failed.createdAt.toISOString(), message: failed.errorMessage ?? "" }
        : null,
    current: current?.status === "running" ? "running" : current && "scheduled",
  };
}
