import { prisma, query, type Tx } from "./client";
import type { NodeRow } from "./nodes";

type NewMember = Pick<
  NodeRow,
  "id" | "planId" | "engine" | "version" | "image" | "reservedBytes" | "lineage"
> & {
  databaseId: string;
};

/** Writes the node that is to come in the place of a lost one, with the next number; of no group until it is in step. */
export async function insertMember(tx: Tx, row: NewMember): Promise<void> {
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

/**
 * One node is of the group in the place of another, whose volume is kept until then; noted as the master where that was, until somebody
 * asks the Sentinels. False when that was so before.
 */
export async function exchangeMembers(
  tx: Tx,
  { fromId, toId, volumeKeptUntil }: { fromId: string; toId: string; volumeKeptUntil: Date },
): Promise<boolean> {
  const { groupNumber, status } = await tx.node.findUniqueOrThrow({
    where: { id: fromId },
    select: { groupNumber: true, status: true },
  });
  const coming = { id: toId, status: "starting" as const };
  if ((await tx.node.count({ where: coming })) === 0) return false;
  await tx.node.updateMany({
    where: { id: fromId, status: { not: "removed" } },
    data: { status: "removed", removedAt: new Date(), volumeKeptUntil },
  });
  await tx.node.updateMany({
    where: coming,
    data: { status: status === "active" ? "active" : "standby", groupNumber },
  });
  return true;
}

/** Gives the nodes of a group another number, by which Sentinels know it under another name. Safe to repeat. */
export async function renumberGroup(
  tx: Tx,
  { databaseId, from, to }: { databaseId: string; from: number | null; to: number },
): Promise<void> {
  const where = { databaseId, groupNumber: from, status: { not: "removed" as const } };
  if (from !== null) await tx.node.updateMany({ where, data: { groupNumber: to } });
}

/** Ends one that never was of the group. */
export async function setMemberRemoved(tx: Tx, nodeId: string): Promise<void> {
  const now = new Date();
  await tx.node.updateMany({
    where: { id: nodeId, status: "starting" },
    data: { status: "removed", removedAt: now, volumeKeptUntil: now },
  });
}

/** When Berth itself could last not make a node of the database anew; null when it never was so. */
export async function findFailedReplacement(databaseId: string): Promise<Date | null> {
  const row = await query(() =>
    prisma().operation.findFirst({
      where: { databaseId, kind: "replace-node", status: "failed", actorId: null },
      orderBy: { createdAt: "desc" },
      select: { finishedAt: true },
    }),
  );
  return row?.finishedAt ?? null;
}
