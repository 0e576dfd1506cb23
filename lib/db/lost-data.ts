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

export type LostDatabase = {
  resourceId: string;
  nodeNumber: number;
  hostName: string | null;
  dataGoneAt: Date;
};

/** Databases that should serve and whose data is gone, by resource id. */
export async function listLostDatabases(): Promise<LostDatabase[]> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: { status: "active", dataGoneAt: { not: null }, database: { addon: { status: "running" } } },
      select: {
        number: true,
        hostName: true,
        dataGoneAt: true,
        database: { select: { addon: { select: { resourceId: true } } } },
      },
      orderBy: { database: { addon: { resourceId: "asc" } } },
    }),
  );
  return rows.flatMap(({ number, hostName, dataGoneAt, database }) =>
    dataGoneAt ? [{ resourceId: database.addon.resourceId, nodeNumber: number, hostName, dataGoneAt }] : [],
  );
}
