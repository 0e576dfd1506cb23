import type { BackupView } from "../../contract/backups";
import { archiveFileName, sumKeys } from "../../core/backups/backup";
import { nextTryAt } from "../../core/backups/copy-retry";
import { decideRetention, type Keeping, keepingWords } from "../../core/backups/retention";
import type { BackupObjectRow } from "../../db/backup-objects";
import { type BackupRow, listBackups } from "../../db/backups";

/** Backups of one database as people see them, in the order of the rows: why each is kept depends on all of them. */
export function backupViews(rows: readonly BackupRow[], now: Date): BackupView[] {
  const done = rows.filter(({ status }) => status === "done");
  const { kept } = decideRetention(done, { now, removedAt: rows[0]?.removedAt ?? null });
  const keepings = new Map(kept.map((keeping) => [keeping.id, keeping]));
  return rows.map((row) => viewOf(row, keepings.get(row.id), now));
}

/** One of them. */
export async function backupView(row: BackupRow): Promise<BackupView> {
  const rows = await listBackups(row.databaseId);
  const [view] = backupViews(rows, new Date()).filter(({ id }) => id === row.id);
  return view ?? viewOf(row, undefined, new Date());
}

function viewOf(row: BackupRow, keeping: Keeping | undefined, now: Date): BackupView {
  return {
    id: row.id,
    resourceId: row.resourceId,
    addonId: row.addonId,
    method: row.method,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    engine: row.engine,
    version: row.version,
    bytes: row.archiveBytes,
    dumpBytes: row.dumpBytes,
    keys: row.keysByDatabase && sumKeys(row.keysByDatabase),
    keysByDatabase: row.keysByDatabase,
    provenAt: row.provenAt?.toISOString() ?? null,
    drilledAt: row.drilledAt?.toISOString() ?? null,
    loadMs: row.loadMs,
    copies: [...row.objects.filter(isCopy).map(copyOf), ...missingOf(row)],
    keptFor: keptFor(row, keeping, now),
    keptUntil: keeping?.until?.toISOString() ?? null,
    fileName: archiveFileName(row),
    error: row.error,
    operationId: row.isBeingTaken ? row.operationId : null,
  };
}

/** Attempts that came to nothing are no copies. */
const isCopy = ({ status }: BackupObjectRow): boolean => status === "stored" || status === "proven";

const copyOf = ({ storage, status }: BackupObjectRow) => ({
  storage: storage.name,
  isProven: status === "proven",
  error: null,
  nextTryAt: null,
});

/** The last word on storages that have none. Of a backup that does not count its own story tells. */
const missingOf = ({ status, missingCopies }: BackupRow) =>
  (status === "done" ? missingCopies : []).map((missing) => ({
    storage: missing.storage.name,
    isProven: false,
    error: missing.error ?? "It is being copied.",
    nextTryAt: missing.error === null ? null : nextTryAt(missing).toISOString(),
  }));

function keptFor({ status }: BackupRow, keeping: Keeping | undefined, now: Date): string {
  if (status === "error") return "a failed one is listed for 30 days";
  if (status !== "done") return "it is being taken";
  return keeping ? keepingWords(keeping, now) : "its time is over: it goes after the next backup";
}
