import { archiveFileName } from "../../core/backups/backup";
import { locationOf } from "../../core/backups/storage";
import { DomainError, isUnavailable } from "../../core/errors";
import { isId } from "../../core/ids";
import type { BackupObjectRow } from "../../db/backup-objects";
import { type BackupRow, findBackup } from "../../db/backups";
import type { ObjectSource } from "../../ports/archives";
import type { ByteRange } from "../../ports/backup-storage";
import type { Ports } from "../context";
import { DOWNLOAD_PURPOSE } from "./create-download-link";
import { assertReadable } from "./readable";

/** An archive to be sent, whole or in part. */
export type Download = {
  fileName: string;
  bytes: number;
  read: (range: ByteRange) => AsyncIterable<Uint8Array>;
};

/**
 * The archive that a link of `createDownloadLink` stands for, from the first storage that has it.
 * @throws DomainError `not_found` for a token that is none, has expired or was changed, and for a backup that was deleted since;
 * `unavailable` when no storage answers.
 */
export async function openDownload(
  ports: Pick<Ports, "signer" | "cipher" | "openStorage" | "archives" | "backupKey">,
  token: string,
): Promise<Download> {
  const claims = await ports.signer.verify(token);
  const id = claims?.only === DOWNLOAD_PURPOSE ? (claims.backup ?? "") : "";
  const backup = isId(id) ? await findBackup(id) : null;
  if (!backup) throw noSuchLink();
  assertReadable(backup);
  const { identity } = await ports.backupKey.load();
  const archive = await ports.archives.openArchive(await getSource(ports, backup), identity);
  return { fileName: archiveFileName(backup), ...archive };
}

const noSuchLink = () =>
  new DomainError(
    "not_found",
    "download",
    "This link does not work, or does not work any more. Make a new one.",
  );

/** A copy that is gone, or not of the size that was written, is passed over for the next one. */
async function getSource(
  ports: Pick<Ports, "cipher" | "openStorage">,
  { objects }: BackupRow,
): Promise<ObjectSource> {
  let failure: unknown = new DomainError("unavailable", "storage_away", "No storage has this backup now.");
  for (const object of objects.filter(({ status }) => status === "proven"))
    try {
      const source = await findSource(ports, object);
      if (source) return source;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      failure = error;
    }
  throw failure;
}

async function findSource(
  { cipher, openStorage }: Pick<Ports, "cipher" | "openStorage">,
  { name, storage, bytes }: BackupObjectRow,
): Promise<ObjectSource | null> {
  const opened = openStorage(locationOf({ cipher }, storage));
  const stored = await opened.stat(name);
  if (!stored || stored.bytes !== bytes) return null;
  // An archive is opened chunk by chunk, as they come.
  return { bytes, read: (range) => opened.read(name, range, { fleeting: true }) };
}
