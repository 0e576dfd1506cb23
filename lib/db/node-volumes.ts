import { prisma, query, type Tx } from "./client";
import { NODE_PLACE, type NodePlace, placeOf } from "./node-place";

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

/** Volumes of removed nodes whose time is over, and which are still there as far as we know. */
export async function listExpiredVolumes(now: Date): Promise<NodePlace[]> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: {
        status: "removed",
        volumeKeptUntil: { lte: now },
        volumeRemovedAt: null,
        hostId: { not: null },
      },
      select: NODE_PLACE,
    }),
  );
  return rows.flatMap((row) => placeOf(row) ?? []);
}

export async function setVolumeRemoved(nodeId: string): Promise<void> {
  await query(() =>
    prisma().node.updateMany({
      where: { id: nodeId, volumeRemovedAt: null },
      data: { volumeRemovedAt: new Date() },
    }),
  );
}
