import { GROUP_NODES } from "../core/availability/group";
import type { NodeStatus } from "../core/databases/status";
import { prisma, query, type Tx } from "./client";

export type NodeRow = {
  id: string;
  number: number;
  engine: string;
  version: string;
  /** What it is started from; null for the image that is named by the version alone. */
  image: string | null;
  planId: string;
  status: NodeStatus;
  hostId: string | null;
  /** Memory that it and its gateway reserve on the host. */
  reservedBytes: number;
  volumeKeptUntil: Date | null;
  volumeRemovedAt: Date | null;
  /** Since when its data is known to be gone from the engine though it should be there. */
  dataGoneAt: Date | null;
  /** Nodes of one lineage may lead to each other. */
  lineage: number;
  /** Of a node of a highly available database the number of its group's first; null for any other. */
  groupNumber: number | null;
  predecessorId: string | null;
  /** Null unless it took over from its predecessor and that one's data is whole. */
  tookOverAt: Date | null;
  /** Where the history of writes was when it took over; null when it is not known, or it did not. */
  tookOverReplicationId: string | null;
  tookOverOffset: number | null;
};

export const NODE_COLUMNS = {
  id: true,
  number: true,
  engine: true,
  version: true,
  image: true,
  planId: true,
  status: true,
  hostId: true,
  reservedBytes: true,
  volumeKeptUntil: true,
  volumeRemovedAt: true,
  dataGoneAt: true,
  lineage: true,
  groupNumber: true,
  predecessorId: true,
  tookOverAt: true,
  tookOverReplicationId: true,
  tookOverOffset: true,
} as const;

export type SelectedNode = Omit<NodeRow, "reservedBytes" | "tookOverOffset"> & {
  reservedBytes: bigint;
  tookOverOffset: bigint | null;
};

/** A node as `NODE_COLUMNS` reads it, with sizes as numbers. */
export const toNodeRow = ({ reservedBytes, tookOverOffset, ...node }: SelectedNode): NodeRow => ({
  ...node,
  reservedBytes: Number(reservedBytes),
  tookOverOffset: tookOverOffset === null ? null : Number(tookOverOffset),
});

/**
 * Writes the node that is to take over, with the next number; of another lineage where nobody can close the one before it, and after a
 * group, whose gateway looks there. With `isGroup` it is the first of a new group, whose other nodes come with it.
 */
export async function insertSuccessor(
  tx: Tx,
  row: {
    id: string;
    databaseId: string;
    predecessorId: string;
    planId: string;
    engine: string;
    version: string;
    image: string | null;
    reservedBytes: number;
    isNewLineage?: boolean;
    isGroup?: boolean;
  },
): Promise<void> {
  const {
    id,
    databaseId,
    predecessorId,
    reservedBytes,
    isNewLineage = false,
    isGroup = false,
    ...rest
  } = row;
  const { lineage } = await tx.node.findUniqueOrThrow({
    where: { id: row.predecessorId },
    select: { lineage: true },
  });
  const last = await tx.node.aggregate({ where: { databaseId }, _max: { number: true } });
  const first = (last._max.number ?? 0) + 1;
  const columns = {
    ...rest,
    databaseId,
    groupNumber: isGroup ? first : null,
    status: "starting" as const,
    lineage: lineage + (isNewLineage ? 1 : 0),
    reservedBytes: BigInt(reservedBytes),
  };
  await tx.node.createMany({
    data: Array.from({ length: isGroup ? GROUP_NODES : 1 }, (_, index) =>
      index === 0 ? { ...columns, id, predecessorId, number: first } : { ...columns, number: first + index },
    ),
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

/** The node and the others of its group. */
async function ofGroup(tx: Tx, nodeId: string) {
  const { databaseId, groupNumber } = await tx.node.findUniqueOrThrow({
    where: { id: nodeId },
    select: { databaseId: true, groupNumber: true },
  });
  return groupNumber === null ? { id: nodeId } : { databaseId, groupNumber };
}

/**
 * One node takes over from another, and its group from that one's, in one transaction with whatever else the caller records. False when
 * it has done so before.
 */
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
    where: { ...(await ofGroup(tx, fromId)), status: { in: ["active", "standby"] } },
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
  await tx.node.updateMany({
    where: { AND: [await ofGroup(tx, toId), { id: { not: toId } }], status: "starting" },
    data: { status: "standby" },
  });
  return true;
}

/** Ends a node that never took over, and its group. A volume that was kept already stays as long as was said. */
export async function setSuccessorRemoved(tx: Tx, nodeId: string, volumeKeptUntil: Date): Promise<void> {
  const gone = { status: "removed", removedAt: new Date() } as const;
  const those = { ...(await ofGroup(tx, nodeId)), status: "starting" as const };
  await tx.node.updateMany({
    where: { ...those, volumeKeptUntil: null },
    data: { ...gone, volumeKeptUntil },
  });
  await tx.node.updateMany({ where: those, data: gone });
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

export async function setNodeHost(tx: Tx, nodeId: string, host: { id: string; name: string }): Promise<void> {
  await tx.node.update({
    where: { id: nodeId },
    data: { hostId: host.id, hostName: host.name },
    select: { id: true },
  });
}

export async function setNodeActive(tx: Tx, nodeId: string): Promise<void> {
  await tx.node.update({ where: { id: nodeId }, data: { status: "active" }, select: { id: true } });
}

/** Notes which node of a group is its master, and the others as standing by. False when that was noted before. */
export async function noteMaster(
  tx: Tx,
  { databaseId, nodeId }: { databaseId: string; nodeId: string },
): Promise<boolean> {
  // One after the other: no two nodes of a database are active.
  await tx.$queryRaw`SELECT id FROM databases WHERE id = ${databaseId}::uuid FOR UPDATE`;
  const { groupNumber } = await tx.node.findUniqueOrThrow({
    where: { id: nodeId },
    select: { groupNumber: true },
  });
  const { count } = await tx.node.updateMany({
    where: { databaseId, id: { not: nodeId }, groupNumber, status: { in: ["active", "starting"] } },
    data: { status: "standby" },
  });
  await tx.node.updateMany({
    where: { id: nodeId, status: { in: ["starting", "standby"] } },
    data: { status: "active" },
  });
  return count > 0;
}

/** Gives the node's memory back; its volume stays until `volumeKeptUntil`. A removed node keeps its first dates. */
export async function setAllNodesRemoved(tx: Tx, databaseId: string, volumeKeptUntil: Date): Promise<void> {
  await tx.node.updateMany({
    where: { databaseId, status: { not: "removed" } },
    data: { status: "removed", removedAt: new Date(), volumeKeptUntil },
  });
}

/** Memory that live nodes reserve, in bytes by host id; hosts without nodes are missing. */
export async function sumReservations(tx?: Tx): Promise<Map<string, number>> {
  const rows = await query(() =>
    (tx ?? prisma()).node.groupBy({
      by: ["hostId"],
      where: { status: { not: "removed" }, hostId: { not: null } },
      _sum: { reservedBytes: true },
    }),
  );
  return new Map(
    rows.flatMap(({ hostId, _sum }) => (hostId ? [[hostId, Number(_sum.reservedBytes ?? 0n)]] : [])),
  );
}

/** How many live nodes of each plan stand on each host, and the memory that they reserve. */
export async function countByHostAndPlan(): Promise<
  { hostId: string; planId: string; nodes: number; reservedBytes: number }[]
> {
  const rows = await query(() =>
    prisma().node.groupBy({
      by: ["hostId", "planId"],
      where: { status: { not: "removed" }, hostId: { not: null } },
      _sum: { reservedBytes: true },
      _count: true,
    }),
  );
  return rows.flatMap(({ hostId, planId, _sum, _count }) =>
    hostId ? [{ hostId, planId, nodes: _count, reservedBytes: Number(_sum.reservedBytes ?? 0n) }] : [],
  );
}

/** Any number; the same one everywhere. */
const PLACEMENT_LOCK = 7_301;

/** Makes placements take turns until the transaction ends, so that two of them never count on the same memory. */
export async function lockPlacement(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PLACEMENT_LOCK})`;
}

/** Of a database's nodes which belong to a group and what they are, as it stands within the transaction. */
export const listNodeStates = (
  tx: Tx,
  databaseId: string,
): Promise<{ groupNumber: number | null; status: NodeStatus }[]> =>
  tx.node.findMany({ where: { databaseId }, select: { groupNumber: true, status: true } });
