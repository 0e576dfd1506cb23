import type { BackupInput, DownloadLinkView } from "../../contract/backups";
import { archiveFileName } from "../../core/backups/backup";
import { noteEvent } from "../../db/events";
import { requireBackup, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { endOf } from "../tokens/exchange-token";
import { assertReadable } from "./readable";

/** What a download's token is for, and nothing else. */
export const DOWNLOAD_PURPOSE = "download";

/**
 * A link to one backup's archive that works for an hour, without a cookie, for whoever holds it: the right to it is checked here.
 * @throws DomainError `not_found`; `conflict` reason `backup_not_done`.
 */
export async function createDownloadLink(ctx: Context, input: BackupInput): Promise<DownloadLinkView> {
  requireScope(ctx, "read");
  const { app, backup } = await requireBackup(ctx, input.backupId);
  const { bytes } = assertReadable(backup);
  const expiresAt = endOf(ctx.actor);
  const { userId } = ctx.actor;
  const token = await ctx.signer.sign({ sub: userId, only: DOWNLOAD_PURPOSE, backup: backup.id }, expiresAt);
  const { id: backupId, resourceId, method, databaseId } = backup;
  await noteEvent(
    { appId: app.id, databaseId, ...doneBy(ctx) },
    { type: "backup_downloaded", data: { resourceId, backupId, method } },
  );
  const path = `/downloads/${token}`;
  return {
    url: `${ctx.baseUrl}${path}`,
    path,
    fileName: archiveFileName(backup),
    bytes,
    expiresAt: expiresAt.toISOString(),
  };
}
