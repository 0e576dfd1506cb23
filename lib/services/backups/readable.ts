import { DomainError } from "../../core/errors";
import type { BackupRow } from "../../db/backups";

/** Of the archive that people get. @throws DomainError `conflict` reason `backup_not_done` for one that does not count. */
export function assertReadable({ status, archiveBytes }: BackupRow): { bytes: number } {
  if (status === "done" && archiveBytes !== null) return { bytes: archiveBytes };
  throw new DomainError(
    "conflict",
    "backup_not_done",
    status === "error" ? "This backup failed: there is nothing to read." : "This backup is not done yet.",
  );
}
