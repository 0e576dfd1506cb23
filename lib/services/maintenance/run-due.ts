import { randomUUID } from "node:crypto";
import { DomainError, hasReason } from "../../core/errors";
import type { EventType } from "../../core/events/events";
import type { Alone } from "../../core/events/upkeep";
import { decideMaintenance, type MaintenanceStatus, windowForNotice } from "../../core/maintenance/window";
import { withoutLastLines } from "../../core/operations/last-lines";
import { type Tx, transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import {
  listUnfinishedMaintenances,
  moveMaintenance,
  type UnfinishedMaintenance,
} from "../../db/maintenances";
import { hasRoomInWave } from "../../db/release-waves";
import { type Ports, personActor } from "../context";
import { startChange } from "../databases/start-change";
import { maintenanceData } from "./view";

/**
 * Tells of, begins and ends what is put off to windows: each for itself, by `alone`, and in the name of whoever asked for it, who must still
 * have the right to it. Safe at any time, and by several workers at once.
 */
export async function runDueMaintenances(ports: Ports, now: Date, alone: Alone): Promise<void> {
  for (const row of await listUnfinishedMaintenances()) {
    const { databaseId, appId, resourceId } = row;
    const subject = { work: "run-maintenance", id: databaseId, name: resourceId, appId, databaseId } as const;
    await alone(subject, () => lookAfter(ports, row, now));
  }
}

async function lookAfter(ports: Ports, row: UnfinishedMaintenance, now: Date): Promise<void> {
  if (row.status === "running") return endWithOperation(row, now);
  if (!row.isAddonRunning) return fail(row, now, "The database does not run any more.");
  switch (decideMaintenance(row, now)) {
    case "notify":
      return move(row, {
        from: ["scheduled"],
        to: { status: "notified" },
        event: "plan_database_maintenance",
      });
    case "begin":
      return begin(ports, row, now);
    case "miss":
      return fail(row, now, `Its window has closed. ${row.reason ?? "Berth did not run in that time."}`);
    case "put-off":
      return putOff(row, now);
    case null:
      return;
  }
}

/** To its next window, of which people are told as of the first. */
function putOff(row: UnfinishedMaintenance, now: Date): Promise<void> {
  const windowAt = windowForNotice(row.window, now);
  const reason = "Its window closed while others were upgraded before it.";
  return move(
    { ...row, windowAt },
    {
      from: ["notified", "queued"],
      to: { status: "scheduled", windowAt, reason, isWaitingForTurn: false },
      event: "schedule_database_maintenance",
    },
  );
}

/** Somebody has made it by hand meanwhile, or more than it. */
const MADE_ALREADY: readonly string[] = ["unchanged", "version_older"];
/** A newer build of what the database does not run any more: it went to another engine. */
const NOTHING_LEFT: readonly string[] = [...MADE_ALREADY, "version_unknown"];
const NO_ACCESS = "Whoever asked for it has no access to the database any more.";

async function begin(ports: Ports, row: UnfinishedMaintenance, now: Date): Promise<void> {
  const { actor, resourceId, version, id } = row;
  if (!actor) return fail(row, now, "Whoever asked for it has no account any more.");
  try {
    await startChange(
      { ...ports, requestId: randomUUID(), actor: personActor(actor, null), address: null },
      {
        resourceId,
        version,
        after: async (tx, operationId) => {
          if (!(await hasRoomInWave(tx, id))) throw waveBusy();
          const to = { status: "running", operationId, startedAt: now, reason: null } as const;
          if (!(await moveMaintenance(tx, { id, from: ["notified", "queued"] }, to)))
            throw new DomainError("conflict", "maintenance_begun", "It has begun already, or is over.");
          await note(tx, row, { type: "start_database_maintenance", operationId });
        },
      },
    );
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "internal") throw error;
    return notBegun(row, error, now);
  }
}

function notBegun(row: UnfinishedMaintenance, error: DomainError, now: Date): Promise<void> {
  const from = ["notified", "queued"] as const;
  const isMade = (row.type === "db-newer-build" ? NOTHING_LEFT : MADE_ALREADY).includes(error.reason);
  if (isMade)
    return move(row, {
      from,
      to: { status: "cancelled", reason: error.message, endedAt: now },
      event: "cancel_database_maintenance",
    });
  // What is in the way may be gone before the window closes.
  if (error.code !== "conflict" && error.code !== "unavailable")
    return fail(row, now, ["not_found", "forbidden"].includes(error.code) ? NO_ACCESS : error.message);
  const isWaitingForTurn = hasReason(error, "wave_full");
  const to = { status: "queued", reason: error.message, isWaitingForTurn } as const;
  return transaction(async (tx) => {
    await moveMaintenance(tx, { id: row.id, from }, to);
  });
}

const waveBusy = () =>
  new DomainError(
    "conflict",
    "wave_full",
    "Others are upgraded before it, so many at once: it follows when these are done.",
  );

async function endWithOperation(row: UnfinishedMaintenance, now: Date): Promise<void> {
  const { operation } = row;
  if (operation?.status === "succeeded")
    return move(row, {
      from: ["running"],
      to: { status: "done", endedAt: now },
      event: "complete_database_maintenance",
    });
  if (operation && operation.status !== "failed") return;
  return fail(row, now, withoutLastLines(operation?.errorMessage ?? "Its operation is gone."));
}

const fail = (row: UnfinishedMaintenance, now: Date, reason: string): Promise<void> =>
  transaction(async (tx) => {
    const from: MaintenanceStatus[] = [row.status];
    if (!(await moveMaintenance(tx, { id: row.id, from }, { status: "failed", reason, endedAt: now })))
      return;
    const { appId, databaseId } = row;
    const data = { ...maintenanceData(row), reason };
    await insertEvent(tx, { appId, databaseId, actorId: null }, { type: "maintenance_failed", data });
  });

type Told = Extract<
  EventType,
  `${"schedule" | "plan" | "start" | "complete" | "cancel"}_database_maintenance`
>;

const note = (
  tx: Tx,
  row: UnfinishedMaintenance,
  { type, operationId }: { type: Told; operationId?: string },
): Promise<void> => {
  const { appId, databaseId } = row;
  return insertEvent(
    tx,
    { appId, databaseId, operationId: operationId ?? null, actorId: null },
    { type, data: maintenanceData(row) },
  );
};

const move = (
  row: UnfinishedMaintenance,
  {
    from,
    to,
    event,
  }: { from: readonly MaintenanceStatus[]; to: Parameters<typeof moveMaintenance>[2]; event: Told },
): Promise<void> =>
  transaction(async (tx) => {
    if (await moveMaintenance(tx, { id: row.id, from }, to)) await note(tx, row, { type: event });
  });
