import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { StorageInput } from "../contract/storages";
import { withSecret } from "../core/backups/storage";
import { DomainError } from "../core/errors";
import { parseJson } from "../core/json";
import { formatBytes, formatDuration, HOUR_MS, SECOND_MS } from "../core/units";
import { loadOperation } from "../db/operations";
import { findLastRecordsBackup } from "../db/records-backups";
import { listUsers } from "../db/users";
import type { StorageLocation } from "../ports/backup-storage";
import { restoreLost } from "../services/backups/restore-lost";
import { personActor } from "../services/context";
import { settingsOf } from "../services/storages/trial";
import { poll } from "../time/wait";
import { config } from "./config";
import { platform } from "./container";
import { contextOf } from "./context";
import { readRecoveryKey } from "./records/find";
import { ownRecords } from "./records/keep";
import { recover } from "./records/recover";
import { takeRecordsBackup } from "./records/take";

type Print = (line: string) => void;

const RESTORED_MS = 12 * HOUR_MS;

/** @throws DomainError with why no backup counts. */
export async function backUpRecords(print: Print): Promise<void> {
  await takeRecordsBackup(ownRecords());
  const done = await findLastRecordsBackup("done");
  if (!done) throw new Error("the backup was not recorded");
  const { bytes, rows, proofMs, copies } = done;
  print(
    `The records are backed up: ${formatBytes(bytes ?? 0)}, ${rows} rows, read back and loaded in ${formatDuration(proofMs ?? 0)}.`,
  );
  for (const { storage, error } of copies)
    print(`${error ? "MEND  " : "well  "}${storage.padEnd(24)}${error ?? ""}`.trimEnd());
}

type RecoverWords = {
  folder?: string | undefined;
  s3?: string | undefined;
  key?: string | undefined;
  instance?: string | undefined;
};

/** @throws DomainError with what is in the way. */
export async function recoverBerth(print: Print, { folder, s3, key, instance }: RecoverWords): Promise<void> {
  const source = folder ?? s3;
  if (key === undefined || source === undefined || (folder !== undefined && s3 !== undefined))
    throw refusal(
      "Say where the backups are (--folder PATH, or --s3 FILE) and where the recovery key is (--key FILE).",
    );
  if (key === "-" && s3 === "-") throw refusal("Only one of the files can come from standard input.");
  const location =
    folder !== undefined ? locationOf({ kind: "folder", path: folder }) : locationOf(await readS3(source));
  const identity = readRecoveryKey(await readFile(key));
  await recover(print, config(), { location, identity, instance });
}

const refusal = (message: string, cause?: unknown) => new DomainError("invalid", "usage", message, { cause });

const S3File = z.record(z.string(), z.unknown());

async function readS3(path: string): Promise<object> {
  const parsed = S3File.safeParse(parseJson(await readFile(path)));
  if (parsed.success) return { ...parsed.data, kind: "s3" };
  throw refusal(
    `${path} is no JSON file with region, bucket, accessKeyId, secretAccessKey and, if need be, endpoint and prefix.`,
  );
}

/** Secrets come by files, or by standard input: whoever lists processes would see words of the command. */
async function readFile(path: string): Promise<string> {
  if (path === "-") return text(process.stdin);
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    throw refusal(`${path} cannot be read (${cause.code}).`, cause);
  }
}

function locationOf(told: object): StorageLocation {
  const parsed = StorageInput.safeParse({ name: "recovered", ...told });
  if (!parsed.success) throw refusal(z.prettifyError(parsed.error));
  const { settings, secret } = settingsOf(parsed.data);
  return withSecret(settings, secret ?? "");
}

/** In the name of the first administrator, who is shown as its author. @throws DomainError `unavailable` when one of them was not restored. */
export async function restoreAll(print: Print): Promise<void> {
  const begun = await restoreLost(await contextOfAdmin());
  if (begun.length === 0) return print("No database has lost its data: there is nothing to restore.");
  const waiting = new Map<string, string>();
  let failed = 0;
  for (const { resourceId, operationId, reason } of begun) {
    if (operationId) waiting.set(operationId, resourceId);
    else failed++;
    print(`${resourceId.padEnd(32)}${reason ?? "is being restored"}`);
  }
  const allEnded = async () => {
    for (const [id, resourceId] of waiting) {
      const { status, errorMessage } = await loadOperation(id);
      if (status !== "succeeded" && status !== "failed") continue;
      waiting.delete(id);
      if (status === "failed") failed++;
      print(`${resourceId.padEnd(32)}${errorMessage ?? "is restored"}`);
    }
    return waiting.size === 0;
  };
  const isOver = await poll(allEnded, { timeoutMs: RESTORED_MS, longestPauseMs: SECOND_MS });
  if (isOver && failed === 0) return;
  throw new DomainError("unavailable", "not_restored", "Not every database was restored: see above.");
}

async function contextOfAdmin() {
  // Joins the parts, and with them opens the records.
  const joined = platform();
  const admin = (await listUsers()).find(({ isAdmin, disabledAt }) => isAdmin && !disabledAt);
  if (!admin)
    throw new DomainError(
      "not_found",
      "account",
      "There is no administrator: bin/admin user add EMAIL --admin",
    );
  return contextOf(personActor({ ...admin, userId: admin.id }, null), undefined, joined);
}
