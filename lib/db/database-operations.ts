import { prisma, query } from "./client";

export type DatabaseOperation = { id: string; kind: string; createdAt: Date; finishedAt: Date | null };

const COLUMNS = { id: true, kind: true, createdAt: true, finishedAt: true } as const;

/** Null when it is of another database, or there is none. */
export async function findOperationOfDatabase(key: {
  databaseId: string;
  operationId: string;
}): Promise<DatabaseOperation | null> {
  return query(() =>
    prisma().operation.findFirst({
      where: { id: key.operationId, databaseId: key.databaseId },
      select: COLUMNS,
    }),
  );
}

/** Newest first, `limit` at most. */
export async function listOperationsOfDatabase(
  databaseId: string,
  limit: number,
): Promise<DatabaseOperation[]> {
  return query(() =>
    prisma().operation.findMany({
      where: { databaseId },
      select: COLUMNS,
      orderBy: { createdAt: "desc" },
      take: limit,
    }),
  );
}

/** How many operations there are of each kind and state. */
export async function countOperations(): Promise<{ kind: string; status: string; count: number }[]> {
  const rows = await query(() =>
    prisma().operation.groupBy({ by: ["kind", "status"], _count: { _all: true } }),
  );
  return rows.map(({ kind, status, _count }) => ({ kind, status, count: _count._all }));
}
