import { findRefuge } from "../../core/availability/offer";
import { nodeName } from "../../core/databases/names";
import type { EventDetail } from "../../core/events/events";
import type { Alone } from "../../core/events/upkeep";
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
import { findSentinels } from "../../db/sentinels";
import type { Ports } from "../context";
import { readGroupHealth } from "../databases/group-health";
import { moveDatabase } from "../databases/move-database";
import { goOn, type Wave, waveFull } from "../waves/go-on";
import { isWaitedFor, stopWaiting } from "../waves/patience";
import { listStaying } from "./staying";

/**
 * Goes on with every drain: begins the next moves, and ends it. All that it knows is in the records, so that any worker goes on where
 * another ended. Safe at any time, and by several workers at once.
 */
export async function runDrains(ports: Ports, now: Date, alone: Alone): Promise<void> {
  for (const drain of await listRunningDrains()) {
    const { id, hostName } = drain;
    const subject = { work: "drain-host", id, name: hostName, appId: null, databaseId: null } as const;
    await alone(subject, async () => goOn(ports, await waveOf(ports, drain, now)));
  }
}

async function waveOf(ports: Ports, drain: DrainRow, now: Date): Promise<Wave> {
  const { id: drainId, hostId, atOnce, actor } = drain;
  const parts = await listDrainMoves([drainId]);
  const staying = (await listStaying(await ports.engine.listHosts(), hostId)).map(
    ({ resourceId }) => resourceId,
  );
  const databases = await listHostDatabases(hostId);
  return {
    ...{ id: drainId, now, atOnce, actor, parts, done: "moved" },
    // What others do with one that stays is waited for all the same.
    databases: databases.filter(({ resourceId, isBusy }) => isBusy || !staying.includes(resourceId)),
    begin: async (ctx, resourceId) => {
      const number = databases.find((database) => database.resourceId === resourceId)?.memberNumber ?? null;
      const node = number === null ? undefined : nodeName({ instance: ports.instance, resourceId }, number);
      await moveDatabase(ctx, { resourceId, host: undefined, node }, async (tx, operationId) => {
        if (!(await addDrainMove(tx, { drainId, operationId }))) throw waveFull();
      });
    },
    fail: (reason) => fail(drain, reason, now),
    finish: () => finish(ports, drain, { databases: parts.length, now }),
  };
}

/** Nothing is placed there until somebody says so; what was moved stays moved, and moves under way go on. */
const fail = ({ id, hostName }: DrainRow, reason: string, now: Date): Promise<void> =>
  end(id, { status: "failed", reason, now }, { type: "drain_failed", data: { host: hostName, reason } }).then(
    () => {},
  );

/**
 * What Swarm placed there goes as well, but for our own host, without which there is no Berth; first the sweep takes a Sentinel elsewhere. Who
 * takes the host back in that very moment has it back. A highly available database whose node stays goes on with the others, which have to be
 * in step within a minute.
 */
async function finish(
  ports: Ports,
  drain: DrainRow,
  { databases, now }: { databases: number; now: Date },
): Promise<void> {
  const { engine } = ports;
  const { id, hostId, hostName } = drain;
  const hosts = await engine.listHosts();
  if (findRefuge({ hosts, hostIds: (await findSentinels())?.hostIds ?? [], leaving: hostId })) return;
  const host = hosts.find((candidate) => candidate.id === hostId);
  if (host && !host.isOwn) {
    const trouble = await findTrouble(ports, hostId);
    if (trouble !== null) return isWaitedFor(id, now) ? undefined : fail(drain, trouble, now);
    stopWaiting(id);
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
