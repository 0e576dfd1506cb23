import { DomainError } from "../core/errors";
import type { BackupsAnswer, KeptBackupsAnswer } from "./answers";
import type { BackupView, KeptBackupsView, RestorePreview } from "./backups";
import { appPath, databasePath, refusalOf, request } from "./client";

/** The backups of a database, newest first, with its schedule. @throws DomainError `not_found` */
export const fetchBackups = (resourceId: string): Promise<BackupsAnswer> =>
  request(`${databasePath(resourceId)}/backups`);

/** What a restore into that database would replace. @throws DomainError `not_found`, `conflict`, `unavailable` */
export const fetchRestorePreview = (backupId: string, resourceId: string): Promise<RestorePreview> =>
  request(`${databasePath(resourceId)}/backups/${backupId}/preview`);

/** Backups of the app's removed addons, newest first. @throws DomainError `not_found` */
export const fetchKeptBackups = async (app: string): Promise<KeptBackupsView[]> =>
  (await request<KeptBackupsAnswer>(`${appPath(app)}/kept-backups`)).kept;

/**
 * Sends a dump or an archive, and tells how much of it has left. Ends with the backup that was made of it, which has still to be proven.
 * @throws DomainError with what was refused; `unavailable` when the connection broke.
 */
export async function uploadDump(
  resourceId: string,
  file: Blob,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
): Promise<BackupView> {
  const answer = await post(`${databasePath(resourceId)}/dump`, file, { signal, onProgress });
  if (!answer.ok) throw await refusalOf(answer);
  return (await import("./backups")).BackupView.parse(await answer.json());
}

type Sending = { signal: AbortSignal; onProgress: (sentBytes: number) => void };

/** `fetch` does not tell how much has left. */
function post(path: string, file: Blob, { signal, onProgress }: Sending) {
  return new Promise<Response>((resolve, reject) => {
    const sent = new XMLHttpRequest();
    const fail = (reason: string, message: string) => reject(new DomainError("unavailable", reason, message));
    sent.upload.onprogress = ({ loaded }) => onProgress(loaded);
    sent.onload = () => {
      const headers = { "content-type": sent.getResponseHeader("content-type") ?? "" };
      resolve(new Response(sent.responseText, { status: sent.status, headers }));
    };
    sent.onerror = () => fail("no_answer", "The connection broke before the file was there.");
    sent.onabort = () => fail("stopped", "The upload was stopped.");
    signal.addEventListener("abort", () => sent.abort(), { once: true });
    sent.open("POST", path);
    sent.setRequestHeader("content-type", DUMP_TYPE);
    sent.send(file);
  });
}

/** A form of another site cannot send this type without the browser asking first. */
const DUMP_TYPE = "application/octet-stream";
