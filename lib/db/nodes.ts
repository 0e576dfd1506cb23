import { CHANGE_KINDS } from "../core/operations/state";
import { prisma, query, type Tx } from "./client";

/** Writes the node that is to take over, with the next number. */
export async function insertSuccessor(
  tx: Tx,
  row: {
    databaseId: string;
    predecessorId: string;
    planId: string;
    version: string;
    reservedBytes: number;
  },
): Promise<void> {
  const { databaseId, reservedBytes, ...columns } = row;
  const last = await tx.node.aggregate({ where: { databaseId }, _max: { number: true } });
  await tx.node.create({
    data: {
      ...columns,
      databaseId,
      number: (last._max.number ?? 0) + 1,
      status: "starting",
      reservedBytes: BigInt(reservedBytes),
    },
    select: { id: true },
  });
}

/** Lets a kept node take over again; its volume's dates stay until it has. False when its volume is gone or going. */
export async function reviveNode(
  tx: Tx,
  { nodeId, predecessorId, now }: { nodeId: string; predecessorId: string; now: Date },
): Promise<boolean> {
  const { count } = await tx.node.updateMany({
    where: { id: nodeId, status: "removed", volumeRemovedAt: null, volumeKeptUntil: { gt: now } },
    data: { status: "starting", predecessorId, removedAt: null },
  });
  return count > 0;
}

/** One node takes over from another, in one transaction with whatever else the caller records. False when it has done so before. */
export async function recordTakeOver(
  tx: Tx,
  input: {
    fromId: string;
    toId: string;
    /** Null when it is not known: then nobody can say what an undo would lose. */
    history: { replicationId: string; offset: number } | null;
    volumeKeptUntil: Date;
  },
): Promise<boolean> {
  const { fromId, toId, history, volumeKeptUntil } = input;
  const { count } = await tx.node.updateMany({
    where: { id: fromId, status: "active" },
    data: { status: "removed", removedAt: new Date(), volumeKeptUntil },
  });
  if (count === 0) return false;
  await tx.node.updateMany({
    where: { id: toId, status: "starting" },
    data: {
      status: "active",
      tookOverAt: new Date(),
      tookOverReplicationId: history?.replicationId ?? null,
      tookOverOffset: history ? BigInt(history.offset) : null,
      volumeKeptUntil: null,
    },
  });
  return true;
}

/** Ends a node that never took over. A volume that was kept already stays as long as was said. */
export async function setNodeRemoved(tx: Tx, nodeId: string, volumeKeptUntil: Date): Promise<void> {
  const gone = { status: "removed", removedAt: new Date() } as const;
  await tx.node.updateMany({
    where: { id: nodeId, status: "starting", volumeKeptUntil: null },
    data: { ...gone, volumeKeptUntil },
  });
  await tx.node.updateMany({ where: { id: nodeId, status: "starting" }, data: gone });
}

/** Plan and version of the database as they are from now on. */
export async function setPlanAndVersion(
  tx: Tx,
  {
    databaseId,
    addonId,
    planId,
    version,
  }: { databaseId: string; addonId: string; planId: string; version: string },
): Promise<void> {
  await tx.addon.update({ where: { id: addonId }, data: { planId }, select: { id: true } });
  await tx.database.update({ where: { id: databaseId }, data: { version }, select: { id: true } });
}

/** Notes that the gateway is to be replaced, by one of that generation. */
export async function raiseGatewayRevision(
  tx: Tx,
  databaseId: string,
  gatewayGeneration: number,
): Promise<void> {
  await tx.database.update({
    where: { id: databaseId },
    data: { gatewayRevision: { increment: 1 }, gatewayGeneration },
    select: { id: true },
  });
}

/** Databases that serve and whose last operation was a change that failed: their active node may still be closed to clients. */
export async function listFailedChanges(): Promise<string[]> {
  const rows = await query(
    () => prisma().$queryRaw<{ id: string }[]>`
      SELECT d.id FROM databases d
      JOIN addons a ON a.id = d."addonId" AND a.status = 'running'
      JOIN LATERAL (SELECT kind, status FROM operations o WHERE o."databaseId" = d.id ORDER BY o."createdAt" DESC LIMIT 1) last
        ON last.status = 'failed' AND last.kind = ANY(${[...CHANGE_KINDS]}::text[])`,
  );
  return rows.map(({ id }) => id);
}

/** The predecessor's data is not whole: no undo is offered. */
export async function forgetPredecessor(nodeId: string): Promise<void> {
  await query(() =>
    prisma().node.update({
      where: { id: nodeId },
      data: { tookOverReplicationId: null, tookOverOffset: null, tookOverAt: null },
      select: { id: true },
    }),
  );
}

/** Plans of nodes that are not removed or could be had back, with the memory that one of them reserves. */
export async function listUsedPlans(): Promise<{ planId: string; reservedBytes: number }[]> {
  const rows = await query(() =>
    prisma().node.groupBy({
      by: ["planId"],
      where: { OR: [{ status: { not: "removed" } }, { volumeKeptUntil: { not: null } }] },
      _max: { reservedBytes: true },
    }),
  );
  return rows.map(({ planId, _max }) => ({
    planId,
    reservedBytes: Number(_max.reservedBytes ?? 0),
  }));
}
