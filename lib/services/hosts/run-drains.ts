import { randomUUID } from "node:crypto";
import { DomainError } from "../../core/errors";
import type { EventDetail } from "../../core/events/events";
import type { Alone } from "../../core/events/upkeep";
import { decideDrain } from "../../core/hosts/drain";
import { withoutLastLines } from "../../core/operations/last-lines";
import { transaction } from "../../db/client";
import { listServingGroups } from "../../db/databases";
import { insertEvent } from "../../db/events";
import {
  addDrainMove,
  type DrainRow,
  endDrain,
  isDrainStopped,
  listDrainMoves,
  listHostDatabases,
  listRunningDrains,
} from "../../db/host-drains";
import { type Ports, personActor } from "../context";
import { readGroupHealth } from "../databases/group-health";
import { moveDatabase } from "../databases/move-database";

/**
 * Goes on with every drain: begins the next moves, and ends it. All that it knows is in the records, so that any worker goes on where
 * another ended. Safe at any time, and by several workers at once.
 */
export async function runDrains(ports: Ports, now: Date, alone: Alone): Promise<void> {
  for (const drain of await listRunningDrains()) {
    const { id, hostName } = drain;
    const subject = { work: "drain-host", id, name: hostName, appId: null, databaseId: null } as const;
    await alone(subject, () => goOn(ports, drain, now));
  }
}

async function goOn(ports: Ports, drain: DrainRow, now: Date): Promise<void> {
  const { id, hostId, atOnce } = drain;
  const moves = await listDrainMoves([id]);
  const step = decideDrain({ atOnce, moves, databases: await listHostDatabases(hostId) });
  switch (step.do) {
    case "wait":
      return;
    case "fail":
      return fail(drain, withoutLastLines(step.reason), now);
    case "move":
      for (const resourceId of step.resourceIds) await begin(ports, drain, { resourceId, now });
      return;
    case "end":
      return finish(ports, drain, { databases: moves.length, now });
  }
}

/** What passes by itself: somebody else works on the database, or has just removed it, or another worker was first. */
const PASSES: readonly string[] = ["operation_running", "app_being_deleted", "not_running", "drain_full"];

async function begin(
  ports: Ports,
  drain: DrainRow,
  { resourceId, now }: { resourceId: string; now: Date },
): Promise<void> {
  const { id: drainId, actor } = drain;
  if (!actor?.isAdmin) return fail(drain, "Whoever asked for it is no administrator any more.", now);
  const ctx = { ...ports, requestId: randomUUID(), actor: personActor(actor, null), address: null };
  try {
    await moveDatabase(ctx, { resourceId }, async (tx, operationId) => {
      if (await addDrainMove(tx, { drainId, operationId })) return;
      throw new DomainError("conflict", "drain_full", "It has ended, or as many as it may are moving.");
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "internal") throw error;
    if (PASSES.includes(error.reason)) return;
    await fail(drain, `${resourceId} could not be moved: ${error.message}`, now);
  }
}

/** Nothing is placed there until somebody says so; what was moved stays moved, and moves under way go on. */
const fail = ({ id, hostName }: DrainRow, reason: string, now: Date): Promise<void> =>
  end(id, { status: "failed", reason, now }, { type: "drain_failed", data: { host: hostName, reason } }).then(
    () => {},
  );

/**
 * What Swarm placed there goes as well, but for our own host, without which there is no Berth. Who takes the host back in that very moment
 * has it back. A highly available database goes on with its other nodes, which have to be in step.
 */
async function finish(
  ports: Ports,
  drain: DrainRow,
  { databases, now }: { databases: number; now: Date },
): Promise<void> {
  const { engine } = ports;
  const { id, hostId, hostName } = drain;
  const host = (await engine.listHosts()).find((candidate) => candidate.id === hostId);
  if (host && !host.isOwn) {
    const trouble = await findTrouble(ports, hostId);
    if (trouble !== null) return fail(drain, trouble, now);
    await engine.setAvailability(hostId, "drain");
  }
  const event: EventDetail = { type: "drain_done", data: { host: hostName, databases } };
  const isEnded = await end(id, { status: "done", now }, event);
  if (!isEnded && (await isDrainStopped(id))) await engine.setAvailability(hostId, "active");
}

/** Why a highly available database would not go on without its node on the host; null when all of them would. */
async function findTrouble(ports: Ports, hostId: string): Promise<string | null> {
  for (const database of await listServingGroups(hostId)) {
    const trouble = (await readGroupHealth(ports, database))?.trouble ?? null;
    if (trouble !== null) return `${database.addon.resourceId} has to be whole first. ${trouble}`;
  }
  return null;
}

const end = (id: string, as: Parameters<typeof endDrain>[2], event: EventDetail): Promise<boolean> =>
  transaction(async (tx) => {
    const isEnded = await endDrain(tx, id, as);
    if (isEnded) await insertEvent(tx, { appId: null, actorId: null }, event);
    return isEnded;
  });
