import { randomUUID } from "node:crypto";
import { REMOVED_KEPT_MS } from "../core/backups/retention";
import { chooseDue, DRILL_EVERY_MS, dueSlot, isMissed, missedHours } from "../core/backups/schedule";
import { DomainError, hasReason } from "../core/errors";
import type { Alone, Subject, UpkeepWork } from "../core/events/upkeep";
import { findKnown } from "../core/plans/catalog";
import { readRecordsName } from "../core/records/objects";
import { DAY_MS } from "../core/units";
import { lockApp } from "../db/apps";
import { failBackup, insertBackup } from "../db/backup-changes";
import { setBackupMissed } from "../db/backup-configs";
import { listKnownNames, listUselessObjects } from "../db/backup-objects";
import {
  type BackupScheduleRow,
  countTries,
  countUnfinishedBackUps,
  listBackupSchedules,
  listRemovedBefore,
} from "../db/backup-schedules";
import { listOrphanUploads } from "../db/backups";
import { type Tx, transaction } from "../db/client";
import { insertEvent } from "../db/events";
import { insertOperation } from "../db/operations";
import { listStorages, setStorageError } from "../db/storages";
import type { WorkflowContext } from "./deps";
import { openStorageOf, removeObject } from "./parts/backup-objects";
import { applyRetention } from "./parts/retention";

/** No upload, and no copy, takes longer. */
const UPLOAD_MS = DAY_MS;
const COPY_MS = DAY_MS;

type Upkeep = { world: WorkflowContext; now: Date; alone: Alone };

/**
 * Begins the backups and drills that are due, tells of databases without a good backup, and deletes what nobody needs: each thing for
 * itself, by `alone`. Safe at any time, and by several workers at once.
 */
export async function keepBackups(world: WorkflowContext, now: Date, alone: Alone): Promise<void> {
  const upkeep = { world, now, alone };
  const schedules = (await listBackupSchedules(now)).filter(
    ({ planId }) => findKnown(world.plans, planId)?.hasBackups,
  );
  const room = world.backupsAtOnceMax - (await countUnfinishedBackUps());
  const begun = await beginBackups(upkeep, schedules, room);
  await beginDrills(upkeep, schedules, room - begun);
  for (const schedule of schedules)
    await alone(subjectOf("watch-backups", schedule), () => tellMissed(schedule, now));
  await endOrphanUploads(upkeep);
  await removeUseless(upkeep);
  await expireRemoved(upkeep);
}

const subjectOf = (
  work: UpkeepWork,
  { databaseId, appId, resourceId }: Pick<BackupScheduleRow, "databaseId" | "appId" | "resourceId">,
): Subject => ({ work, id: databaseId, name: resourceId, appId, databaseId });

/** One that changes, or whose data is gone, comes with a later round. */
const isFree = ({ hasOperation, isDataGone }: BackupScheduleRow): boolean => !hasOperation && !isDataGone;

async function beginBackups(
  { now, alone }: Upkeep,
  schedules: readonly BackupScheduleRow[],
  room: number,
): Promise<number> {
  const due = schedules.filter(isFree).flatMap((schedule) => {
    const slot = dueSlot(schedule, now);
    return slot ? [{ ...schedule, slot }] : [];
  });
  const chosen = chooseDue(due, room);
  for (const schedule of chosen)
    await alone(subjectOf("schedule-backup", schedule), () => beginBackup(schedule));
  return chosen.length;
}

const beginBackup = (schedule: BackupScheduleRow & { slot: Date }): Promise<void> =>
  begin(schedule, "back-up", async (tx, operationId) => {
    const { databaseId, engine, version, slot: slotAt } = schedule;
    await insertBackup(tx, {
      id: randomUUID(),
      databaseId,
      operationId,
      method: "periodic",
      engine,
      version,
      slotAt,
    });
  });

async function beginDrills(
  { now, alone }: Upkeep,
  schedules: readonly BackupScheduleRow[],
  room: number,
): Promise<void> {
  const due = schedules.filter(isFree).flatMap((schedule) => {
    const { firstGoodAt, lastDrillAt } = schedule;
    if (!firstGoodAt) return [];
    // The proof of the first one was as good as a drill.
    const last = Math.max(firstGoodAt.getTime(), lastDrillAt?.getTime() ?? 0);
    const slot = new Date(last + DRILL_EVERY_MS);
    return slot <= now ? [{ ...schedule, slot }] : [];
  });
  for (const schedule of chooseDue(due, room))
    await alone(subjectOf("schedule-drill", schedule), () => begin(schedule, "drill"));
}

/** Nothing is begun of an app that is being deleted, for a slot that another worker took, or beside another operation. */
async function begin(
  { appId, databaseId, ...schedule }: BackupScheduleRow & { slot: Date },
  kind: "back-up" | "drill",
  after?: (tx: Tx, operationId: string) => Promise<void>,
): Promise<void> {
  const id = randomUUID();
  try {
    await transaction(async (tx) => {
      const app = await lockApp(tx, appId);
      if (!app || app.isBeingDeleted) return;
      const isSame = schedule.lastSlotAt?.getTime() === schedule.slot.getTime();
      const tries = isSame ? schedule.tries : 0;
      if (kind === "back-up" && (await countTries(tx, { databaseId, slotAt: schedule.slot })) > tries) return;
      await insertOperation(tx, { id, kind, appId, databaseId, actorId: null });
      await after?.(tx, id);
    });
  } catch (error) {
    if (!hasReason(error, "operation_running")) throw error;
  }
}

/** Once, until there is a good one again. */
async function tellMissed(schedule: BackupScheduleRow, now: Date): Promise<void> {
  if (schedule.hasOperation || !isMissed(schedule, now)) return;
  const { databaseId, appId, resourceId } = schedule;
  await transaction(async (tx) => {
    if (!(await setBackupMissed(tx, databaseId))) return;
    const data = { resourceId, hours: missedHours(schedule, now) };
    await insertEvent(tx, { appId, databaseId, actorId: null }, { type: "backup_missed", data });
  });
}

/** What its web process left when it died: no operation ever takes it up. */
async function endOrphanUploads({ now, alone }: Upkeep): Promise<void> {
  for (const backup of await listOrphanUploads(new Date(now.getTime() - UPLOAD_MS)))
    await alone(subjectOf("end-upload", backup), async () => {
      const message = "The upload was cut off: Berth ended while it came. Upload the file again.";
      await transaction((tx) => failBackup(tx, backup.id, { reason: "upload_cut_off", message }));
    });
}

async function removeUseless({ world, now, alone }: Upkeep): Promise<void> {
  for (const object of await listUselessObjects(new Date(now.getTime() - COPY_MS))) {
    const { id, resourceId: name, appId, databaseId } = object;
    await alone({ work: "remove-object", id, name, appId, databaseId }, () => removeObject(world, object));
  }
}

async function expireRemoved({ world, now, alone }: Upkeep): Promise<void> {
  for (const removed of await listRemovedBefore(new Date(now.getTime() - REMOVED_KEPT_MS)))
    await alone(subjectOf("expire-backups", removed), () => applyRetention(world, removed.databaseId, now));
}

/** Names of so many unknown objects are told. */
const NAMED_MAX = 3;

/**
 * Takes away what was left half-written, and reports objects of this Berth that no record knows: those are for a person to judge. For
 * every hour or so: it lists everything.
 */
export async function lookAfterStorages(world: WorkflowContext, alone: Alone): Promise<void> {
  for (const storage of await listStorages()) {
    const { id, name } = storage;
    await alone({ work: "look-after-storage", id, name, appId: null, databaseId: null }, async () => {
      const opened = openStorageOf(world, storage);
      await opened.removeUnfinished();
      const unknown: string[] = [];
      // Listed first: what is written meanwhile is known before its first byte.
      for await (const object of opened.list(`${world.instance}/`)) unknown.push(object.name);
      const known = await listKnownNames(id);
      await setStorageError(id, null);
      // Copies of the records tell by their names what they are.
      const isKnown = (one: string) => known.has(one) || readRecordsName(one) !== null;
      assertKnown(
        name,
        unknown.filter((one) => !isKnown(one)),
      );
    });
  }
}

function assertKnown(storage: string, unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  const named = unknown.slice(0, NAMED_MAX).join(", ");
  throw new DomainError(
    "conflict",
    "unknown_objects",
    `The storage ${storage} holds ${unknown.length} objects that no record knows (${named}). They are left alone.`,
  );
}
