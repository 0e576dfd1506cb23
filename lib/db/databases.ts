import type { AddonStatus } from "./addons";
import { prisma, query, type Tx } from "./client";

export type NodeStatus = "starting" | "active" | "removed";

export type NodeRow = {
  id: string;
  number: number;
  version: string;
  planId: string;
  status: NodeStatus;
  hostId: string | null;
  /** Memory that it and its gateway reserve on the host. */
  reservedBytes: number;
  volumeKeptUntil: Date | null;
  volumeRemovedAt: Date | null;
  /** Since when its data is known to be gone from the engine though it should be there. */
  dataGoneAt: Date | null;
  predecessorId: string | null;
  /** Null unless it took over from its predecessor and that one's data is whole. */
  tookOverAt: Date | null;
  /** Where the history of writes was when it took over; null when it is not known, or it did not. */
  tookOverReplicationId: string | null;
  tookOverOffset: number | null;
};

/** A database with what a workflow needs to build it or take it away. */
export type DatabaseRow = {
  id: string;
  version: string;
  gatewayRevision: number;
  /** What the gateway can do: see `GATEWAY_GENERATION`. */
  gatewayGeneration: number;
  addon: { id: string; provider: string; planId: string; resourceId: string; status: AddonStatus };
  app: { id: string; name: string; source: "image" | "service" | "none"; deletedAt: Date | null };
  /** Every node there ever was, by number. */
  nodes: NodeRow[];
  /** Passwords still encrypted. */
  users: { name: string; passwordEncrypted: string }[];
};

const COLUMNS = {
  id: true,
  version: true,
  gatewayRevision: true,
  gatewayGeneration: true,
  addon: {
    select: {
      id: true,
      provider: true,
      planId: true,
      resourceId: true,
      status: true,
      app: { select: { id: true, name: true, source: true, deletedAt: true } },
    },
  },
  nodes: {
    select: {
      id: true,
      number: true,
      version: true,
      planId: true,
      status: true,
      hostId: true,
      reservedBytes: true,
      volumeKeptUntil: true,
      volumeRemovedAt: true,
      dataGoneAt: true,
      predecessorId: true,
      tookOverAt: true,
      tookOverReplicationId: true,
      tookOverOffset: true,
    },
    orderBy: { number: "asc" },
  },
  users: { select: { name: true, passwordEncrypted: true }, orderBy: { name: "asc" } },
} as const;

type Selected = Omit<DatabaseRow, "addon" | "app" | "nodes"> & {
  addon: DatabaseRow["addon"] & { app: DatabaseRow["app"] };
  nodes: (Omit<NodeRow, "reservedBytes" | "tookOverOffset"> & {
    reservedBytes: bigint;
    tookOverOffset: bigint | null;
  })[];
};

const toRow = ({ addon: { app, ...addon }, nodes, ...row }: Selected): DatabaseRow => ({
  ...row,
  addon,
  app,
  nodes: nodes.map(({ reservedBytes, tookOverOffset, ...node }) => ({
    ...node,
    reservedBytes: Number(reservedBytes),
    tookOverOffset: tookOverOffset === null ? null : Number(tookOverOffset),
  })),
});

/** For workflows, which run for no person. Throws when there is none. */
export async function loadDatabase(id: string): Promise<DatabaseRow> {
  return toRow(await query(() => prisma().database.findUniqueOrThrow({ where: { id }, select: COLUMNS })));
}

/** Databases of the app that are not removed, oldest first. */
export async function listDatabasesOfApp(appId: string): Promise<DatabaseRow[]> {
  const rows = await query(() =>
    prisma().database.findMany({
      where: { addon: { appId, status: { not: "removed" } } },
      select: COLUMNS,
      orderBy: { createdAt: "asc" },
    }),
  );
  return rows.map(toRow);
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

/** Any number; the same one everywhere. */
const PLACEMENT_LOCK = 7_301;

/** Makes placements take turns until the transaction ends, so that two of them never count on the same memory. */
export async function lockPlacement(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PLACEMENT_LOCK})`;
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

/** Gives the node's memory back; its volume stays until `volumeKeptUntil`. A removed node keeps its first dates. */
export async function setNodesRemoved(tx: Tx, databaseId: string, volumeKeptUntil: Date): Promise<void> {
  await tx.node.updateMany({
    where: { databaseId, status: { not: "removed" } },
    data: { status: "removed", removedAt: new Date(), volumeKeptUntil },
  });
}

export type KeptVolume = {
  nodeId: string;
  nodeNumber: number;
  resourceId: string;
  hostId: string;
  appId: string;
  databaseId: string;
};

/** Volumes of removed nodes whose time is over, and which are still there as far as we know. */
export async function listExpiredVolumes(now: Date): Promise<KeptVolume[]> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: {
        status: "removed",
        volumeKeptUntil: { lte: now },
        volumeRemovedAt: null,
        hostId: { not: null },
      },
      select: {
        id: true,
        number: true,
        hostId: true,
        databaseId: true,
        database: { select: { addon: { select: { resourceId: true, appId: true } } } },
      },
    }),
  );
  return rows.flatMap(({ id, number, hostId, databaseId, database: { addon } }) =>
    hostId ? [{ nodeId: id, nodeNumber: number, hostId, databaseId, ...addon }] : [],
  );
}

export async function setVolumeRemoved(nodeId: string): Promise<void> {
  await query(() =>
    prisma().node.updateMany({
      where: { id: nodeId, volumeRemovedAt: null },
      data: { volumeRemovedAt: new Date() },
    }),
  );
}

/** Databases by id that are ended (removed or failed) and have no unfinished operation: nothing of them may be on the engine but kept volumes. */
export async function listEndedDatabases(ids: readonly string[]): Promise<DatabaseRow[]> {
  const rows = await query(() =>
    prisma().database.findMany({
      where: {
        id: { in: [...ids] },
        addon: { status: { in: ["removed", "failed"] } },
        operations: { none: { finishedAt: null } },
      },
      select: COLUMNS,
    }),
  );
  return rows.map(toRow);
}

/** True while an operation of any of the app's databases has not ended. */
export async function hasUnfinishedDatabaseOperation(appId: string): Promise<boolean> {
  return query(
    async () =>
      (await prisma().operation.count({ where: { appId, databaseId: { not: null }, finishedAt: null } })) > 0,
  );
}

/** Databases that serve and of which nothing is being changed. */
export async function listServingDatabases(): Promise<DatabaseRow[]> {
  const rows = await query(() =>
    prisma().database.findMany({
      where: { addon: { status: "running" }, operations: { none: { finishedAt: null } } },
      select: COLUMNS,
    }),
  );
  return rows.map(toRow);
}
