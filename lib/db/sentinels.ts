import { prisma, query, type Tx } from "./client";

/** The Sentinels of the instance. Their passwords, encrypted, stay the same for ever, also while there are none. */
export type SentinelsRow = {
  image: string;
  /** Of the first to the last; empty while there are none. */
  hostIds: string[];
  peerEncrypted: string;
  berthEncrypted: string;
  askingEncrypted: string;
};

const COLUMNS = {
  image: true,
  hostIds: true,
  peerEncrypted: true,
  berthEncrypted: true,
  askingEncrypted: true,
} as const;

/** Null unless there was a highly available database once. */
export const findSentinels = (tx?: Tx): Promise<SentinelsRow | null> =>
  query(() => (tx ?? prisma()).sentinels.findUnique({ where: { id: 1 }, select: COLUMNS }));

/** Notes what they are made of; who was first stays. */
export async function insertSentinels(tx: Tx, row: Omit<SentinelsRow, "hostIds">): Promise<void> {
  await tx.sentinels.createMany({ data: [{ ...row, hostIds: [] }], skipDuplicates: true });
}

export async function setSentinelHosts(tx: Tx, hostIds: readonly string[]): Promise<void> {
  await tx.sentinels.update({ where: { id: 1 }, data: { hostIds: [...hostIds] }, select: { id: true } });
}

/** Every group that has a node, by resource id and number of its first node, in no order. */
export async function listGroups(): Promise<{ resourceId: string; groupNumber: number }[]> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: { groupNumber: { not: null }, status: { not: "removed" } },
      distinct: ["databaseId", "groupNumber"],
      select: { groupNumber: true, database: { select: { addon: { select: { resourceId: true } } } } },
    }),
  );
  return rows.flatMap(({ groupNumber, database }) =>
    groupNumber === null ? [] : [{ resourceId: database.addon.resourceId, groupNumber }],
  );
}
