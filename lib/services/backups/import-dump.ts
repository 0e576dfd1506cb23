import { randomUUID } from "node:crypto";
import type { BackupView } from "../../contract/backups";
import { DUMP_MAGIC_BYTES, versionForDump } from "../../core/backups/restore";
import { engineOf } from "../../core/engines/engines";
import { DomainError, isRefusal } from "../../core/errors";
import { isFinished } from "../../core/operations/state";
import { getKnown } from "../../core/plans/catalog";
import type { AddonRow } from "../../db/addons";
import type { AppRow } from "../../db/apps";
import { failBackup, insertBackup, setBackupDeleted, setBackupOperation } from "../../db/backup-changes";
import { loadBackup } from "../../db/backups";
import { transaction } from "../../db/client";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";
import { newPlaces } from "../places";
import { storeUpload } from "./store-upload";
import { backupView } from "./view";

/** Of a database, and of a person, at once: each is written to a storage as it comes. */
const [OF_DATABASE_MAX, OF_PERSON_MAX] = [1, 4];
const takeOfDatabase = newPlaces(OF_DATABASE_MAX);
const takeOfPerson = newPlaces(OF_PERSON_MAX);

/**
 * Makes a backup of a file that a person gives: a dump of Redis, or an archive with one in it. It is stored as it comes, never larger than
 * the plan, and counts once its operation has proven it, as every backup does. What is refused leaves nothing behind.
 * @throws DomainError `not_found`; `invalid` for what is no dump, is spoilt or too large, or is newer than every version on offer;
 * `conflict` for a plan without backups, or while another operation runs or another file comes; `limit_exceeded` for too many at once.
 */
export async function importDump(
  ctx: Context,
  input: { resourceId: string; content: AsyncIterable<Uint8Array> },
): Promise<BackupView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const plan = getKnown(ctx.plans, addon.planId);
  assertTakes(addon, plan.hasBackups);
  const leave = takePlaces(addon.databaseId, ctx.actor.userId);
  try {
    return await store(ctx, { app, addon }, ctx.archives.readUpload(input.content, plan.maxMemoryBytes));
  } finally {
    leave();
  }
}

/** @throws DomainError `conflict` reason `upload_running`; `limit_exceeded` reason `uploads`. */
function takePlaces(databaseId: string, userId: string): () => void {
  const leaveDatabase = takeOfDatabase(databaseId);
  if (!leaveDatabase) {
    const message = "Another file is being uploaded to this database. Wait until it is there.";
    throw new DomainError("conflict", "upload_running", message);
  }
  const leavePerson = takeOfPerson(userId);
  if (!leavePerson) {
    leaveDatabase();
    const message = `You upload ${OF_PERSON_MAX} files already. Wait until one of them is there.`;
    throw new DomainError("limit_exceeded", "uploads", message);
  }
  return () => {
    leavePerson();
    leaveDatabase();
  };
}

async function store(
  ctx: Context,
  { app, addon }: { app: AppRow; addon: AddonRow },
  content: AsyncIterable<Uint8Array>,
): Promise<BackupView> {
  const dump = await withStart(content);
  const { engine } = addon;
  const version = await requireReader(ctx, engine, dump);
  const id = randomUUID();
  const row = {
    id,
    databaseId: addon.databaseId,
    operationId: null,
    method: "uploaded" as const,
    engine,
    version,
  };
  await transaction((tx) => insertBackup(tx, row));
  try {
    await storeUpload(ctx, await loadBackup(id), dump.content);
    await startOperation(ctx, app, {
      kind: "back-up",
      databaseId: addon.databaseId,
      events: [],
      after: (tx, operationId) => setBackupOperation(tx, { id, operationId }),
    });
  } catch (error) {
    await giveUp(id, error);
    throw error;
  }
  return backupView(await loadBackup(id));
}

function assertTakes({ status, operation }: AddonRow, hasBackups: boolean): void {
  const refuse = (reason: string, message: string) => new DomainError("conflict", reason, message);
  if (!hasBackups)
    throw new DomainError(
      "invalid",
      "not_included",
      "The plan of this database has no backups. Change to one that has them.",
    );
  if (status !== "running") throw refuse("not_running", "Only a running database takes a dump.");
  if (operation && !isFinished(operation.status))
    throw refuse("operation_running", "Another operation of this database runs. Wait until it has ended.");
}

type Dump = { start: string; content: AsyncIterable<Uint8Array>; close: () => Promise<unknown> };

/** Reads no further than the first bytes, which are still part of the content. */
async function withStart(dump: AsyncIterable<Uint8Array>): Promise<Dump> {
  const pieces = dump[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < DUMP_MAGIC_BYTES) {
    const { value, done } = await pieces.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  async function* content() {
    yield start;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  return {
    start: start.toString("latin1", 0, DUMP_MAGIC_BYTES),
    content: content(),
    close: async () => pieces.return?.(),
  };
}

/** The version that proves it, whichever wrote it. */
async function requireReader(
  { catalog }: Context,
  provider: string,
  { start, close }: Dump,
): Promise<string> {
  const engine = engineOf(provider);
  const version = versionForDump(catalog, engine, start);
  if (version) return version;
  await close();
  const message = `No version of ${engine.name} on offer reads this dump (it begins with ${JSON.stringify(start)}): it was written by a newer one, or by another server.`;
  throw new DomainError("invalid", "format_unreadable", message);
}

/** What was stored of it goes with the next upkeep. */
async function giveUp(id: string, error: unknown): Promise<void> {
  const { reason, message } = isRefusal(error)
    ? error
    : { reason: "unexpected", message: "Something unexpected happened." };
  await transaction((tx) => failBackup(tx, id, { reason, message }));
  await setBackupDeleted(id);
}
