import { randomUUID } from "node:crypto";
import { membersOf } from "../../core/availability/members";
import { chooseGroupHosts } from "../../core/availability/offer";
import { isLost, REPLACE_AGAIN_MS } from "../../core/availability/replace";
import { hasReason } from "../../core/errors";
import type { KnownHost } from "../../core/hosts/state";
import { lockApp } from "../../db/apps";
import { transaction } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { findFailedReplacement, insertMember } from "../../db/group-nodes";
import { type NodeRow, sumReservations } from "../../db/nodes";
import { insertOperation } from "../../db/operations";
import type { WorkflowContext } from "../deps";
import { planOf } from "./database";

type Hosts = { known: readonly KnownHost[]; now: Date };

/**
 * Begins to make a node anew elsewhere whose host is lost for good, where there is room for it; one node at a time, and never the one that was
 * noted as the master: another has to serve first. Safe at any time: while something is being done with the database nothing begins.
 */
export async function beginReplacement(
  world: WorkflowContext,
  database: DatabaseRow,
  { known, now }: Hosts,
): Promise<void> {
  const lost = findLost(world, database, { known, now });
  if (!lost || !(await hasRoom(world, database, lost))) return;
  const failedAt = await findFailedReplacement(database.id);
  if (failedAt && now.getTime() - failedAt.getTime() < REPLACE_AGAIN_MS) return;
  try {
    await begin(database, lost);
  } catch (error) {
    if (!hasReason(error, "operation_running")) throw error;
  }
}

function findLost(
  { replaceAfterMs: afterMs }: WorkflowContext,
  database: DatabaseRow,
  { known, now }: Hosts,
): NodeRow | undefined {
  const hosts = new Map(known.map((host) => [host.id, host]));
  return membersOf(database.nodes).find(
    ({ status, hostId }) => status === "standby" && isLost(hosts.get(hostId ?? ""), { now, afterMs }),
  );
}

async function hasRoom(world: WorkflowContext, { nodes }: DatabaseRow, lost: NodeRow): Promise<boolean> {
  const left = membersOf(nodes).filter(({ id }) => id !== lost.id);
  return chooseGroupHosts({
    hosts: await world.engine.listHosts(),
    reservedByHost: await sumReservations(),
    plan: planOf(world, lost),
    taken: left.flatMap(({ hostId }) => hostId ?? []),
  }).allowed;
}

async function begin(database: DatabaseRow, lost: NodeRow): Promise<void> {
  const { planId, engine, version, image, reservedBytes, lineage } = lost;
  const [id, toNodeId] = [randomUUID(), randomUUID()];
  const { id: databaseId, app } = database;
  await transaction(async (tx) => {
    const locked = await lockApp(tx, app.id);
    if (!locked || locked.isBeingDeleted) return;
    await insertOperation(tx, {
      id,
      kind: "replace-node",
      appId: app.id,
      databaseId,
      actorId: null,
      change: {
        ...{ fromPlanId: planId, toPlanId: planId, fromVersion: version, toVersion: version },
        ...{ fromNodeId: lost.id, toNodeId },
      },
    });
    const like = { planId, engine, version, image, reservedBytes, lineage };
    await insertMember(tx, { id: toNodeId, databaseId, ...like });
  });
}
