import { prisma, query } from "./client";
import { NODE_PLACE, type NodePlace, placeOf } from "./node-place";

/** A node that was lent a core. */
export type Loan = NodePlace & { lentUntil: Date };

/** Notes it before the core is lent: whatever dies then, the sweep takes it back. */
export async function recordLoan(nodeId: string, lentUntil: Date): Promise<void> {
  await query(() =>
    prisma().node.update({
      where: { id: nodeId },
      data: { cpuLentUntil: lentUntil },
      select: { id: true },
    }),
  );
}

/** The core is back. With `lentUntil` only that loan is ended, not one that was made meanwhile. */
export async function endLoan(nodeId: string, lentUntil?: Date): Promise<void> {
  await query(() =>
    prisma().node.updateMany({
      where: { id: nodeId, cpuLentUntil: lentUntil },
      data: { cpuLentUntil: null },
    }),
  );
}

/** Loans whose time is over, or whose database has no unfinished operation that could need them. Nodes that are no more have none. */
export async function listOverdueLoans(now: Date): Promise<Loan[]> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: {
        status: { not: "removed" },
        cpuLentUntil: { not: null },
        OR: [{ cpuLentUntil: { lt: now } }, { database: { operations: { none: { finishedAt: null } } } }],
      },
      select: { ...NODE_PLACE, cpuLentUntil: true },
    }),
  );
  return rows.flatMap((row) => {
    const place = placeOf(row);
    return place && row.cpuLentUntil ? [{ ...place, lentUntil: row.cpuLentUntil }] : [];
  });
}
