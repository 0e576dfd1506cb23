import { prisma, query, type Tx } from "./client";

/** Notes that a node's data is gone; false when that was known. */
export async function setDataGone(tx: Tx, nodeId: string): Promise<boolean> {
  const { count } = await tx.node.updateMany({
    where: { id: nodeId, dataGoneAt: null },
    data: { dataGoneAt: new Date() },
  });
  return count > 0;
}

/** Notes that a node's data is there; false when it was never noted as gone. */
export async function setDataBack(tx: Tx, nodeId: string): Promise<boolean> {
  const { count } = await tx.node.updateMany({
    where: { id: nodeId, dataGoneAt: { not: null } },
    data: { dataGoneAt: null },
  });
  return count > 0;
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
