import { prisma, type Tx } from "./client";

/** A node and where its volume was. */
export type PlacedNode = { hostId: string; resourceId: string; nodeNumber: number };

/** A database that should serve and whose data is gone. */
export type GoneDatabase = PlacedNode & { databaseId: string; appId: string };

/**
 * Notes of every node that `isGone` tells of that nothing of it is there any more: neither its data nor what was kept of it. Answers
 * databases that should serve. Safe to repeat.
 */
export async function setNodesGone(tx: Tx, isGone: (node: PlacedNode) => boolean): Promise<GoneDatabase[]> {
  const rows = await tx.node.findMany({
    where: {
      hostId: { not: null },
      OR: [
        { status: { not: "removed" }, dataGoneAt: null },
        { status: "removed", volumeRemovedAt: null },
      ],
    },
    select: {
      id: true,
      number: true,
      status: true,
      hostId: true,
      databaseId: true,
      database: { select: { addon: { select: { appId: true, resourceId: true, status: true } } } },
    },
  });
  const gone = rows
    .map(({ hostId, number, database: { addon }, ...row }) => ({
      ...row,
      ...addon,
      hostId: hostId ?? "",
      nodeNumber: number,
      isServing: row.status === "active" && addon.status === "running",
    }))
    .filter(isGone);
  const now = new Date();
  const where = { id: { in: gone.map(({ id }) => id) } };
  await tx.node.updateMany({ where: { ...where, status: "removed" }, data: { volumeRemovedAt: now } });
  await tx.node.updateMany({
    where: { ...where, status: { not: "removed" } },
    data: { dataGoneAt: now, cpuLentUntil: null },
  });
  return gone
    .filter(({ isServing }) => isServing)
    .map(({ databaseId, appId, resourceId, hostId, nodeNumber }) => ({
      databaseId,
      appId,
      resourceId,
      hostId,
      nodeNumber,
    }));
}

/** What a recovery tells of what it brought back. */
export async function countRecords(): Promise<{ apps: number; databases: number }> {
  const [apps, databases] = await Promise.all([
    prisma().app.count({ where: { deletedAt: null } }),
    prisma().addon.count({ where: { status: "running" } }),
  ]);
  return { apps, databases };
}
