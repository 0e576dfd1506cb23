import type { OperationKind } from "../core/operations/state";
import { prisma, query } from "./client";

export type DatabaseOperation = {
  id: string;
  kind: OperationKind;
  createdAt: Date;
  finishedAt: Date | null;
};

const COLUMNS = { id: true, kind: true, createdAt: true, finishedAt: true } as const;

/** The kind column holds only what `insertOperation` wrote. */
const ofKind = <T extends { kind: string }>(row: T) => ({ ...row, kind: row.kind as OperationKind });

/** Null when it is of another database, or there is none. */
export async function findOperationOfDatabase(key: {
  databaseId: string;
  operationId: string;
}): Promise<DatabaseOperation | null> {
  const row = await query(() =>
    prisma().operation.findFirst({
      where: { id: key.operationId, databaseId: key.databaseId },
      select: COLUMNS,
    }),
  );
  return row && ofKind(row);
}

/** Newest first, `limit` at most. */
export async function listOperationsOfDatabase(
  databaseId: string,
  limit: number,
): Promise<DatabaseOperation[]> {
  const rows = await query(() =>
    prisma().operation.findMany({
      where: { databaseId },
      select: COLUMNS,
      orderBy: { createdAt: "desc" },
      take: limit,
    }),
  );
  return rows.map(ofKind);
}

/** How many operations there are of each kind and state. */
export async function countOperations(): Promise<{ kind: string; status: string; count: number }[]> {
  const rows = await query(() =>
    prisma().operation.groupBy({ by: ["kind", "status"], _count: { _all: true } }),
  );
  return rows.map(({ kind, status, _count }) => ({ kind, status, count: _count._all }));
}
