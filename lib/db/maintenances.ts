import { DomainError } from "../core/errors";
import type { MaintenanceStatus, MaintenanceType, MaintenanceWindow } from "../core/maintenance/window";
import type { OperationStatus } from "../core/operations/state";
import { isUniqueViolation, prisma, query, type Tx } from "./client";

/** What somebody has put off to a window. */
export type MaintenanceRow = {
  id: string;
  databaseId: string;
  type: string;
  version: string;
  status: MaintenanceStatus;
  windowAt: Date;
  operationId: string | null;
  reason: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
};

const COLUMNS = {
  id: true,
  databaseId: true,
  type: true,
  version: true,
  status: true,
  windowAt: true,
  operationId: true,
  reason: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
} as const;

/** From now on its window opens then; what people were not yet told of moves with it, to `windowAt`. */
export async function setWindow(
  tx: Tx,
  databaseId: string,
  { weekdayUtc, hourUtc, windowAt }: MaintenanceWindow & { windowAt: Date },
): Promise<void> {
  await tx.database.update({
    where: { id: databaseId },
    data: { maintenanceWeekday: weekdayUtc, maintenanceHour: hourUtc },
    select: { id: true },
  });
  await tx.maintenance.updateMany({ where: { databaseId, status: "scheduled" }, data: { windowAt } });
}

/** @throws DomainError `conflict` reason `maintenance_scheduled` while there is one that has not ended. */
export async function insertMaintenance(
  tx: Tx,
  row: Pick<MaintenanceRow, "id" | "databaseId" | "version" | "windowAt"> & {
    type: MaintenanceType;
    actorId: string;
  },
): Promise<void> {
  try {
    await tx.maintenance.create({ data: row, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = "Something is put off to a window already. Cancel that first.";
    throw new DomainError("conflict", "maintenance_scheduled", message, { cause: error });
  }
}

/** Null when it is of another database, or there is none. */
export async function findMaintenance(key: {
  databaseId: string;
  id: string;
}): Promise<MaintenanceRow | null> {
  return query(() => prisma().maintenance.findFirst({ where: key, select: COLUMNS }));
}

/** Newest first, `limit` at most after `offset`; and how many there are. */
export async function listMaintenances(
  databaseId: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: MaintenanceRow[]; total: number }> {
  const where = { databaseId };
  const [rows, total] = await Promise.all([
    query(() =>
      prisma().maintenance.findMany({
        where,
        select: COLUMNS,
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        skip: offset,
        take: limit,
      }),
    ),
    query(() => prisma().maintenance.count({ where })),
  ]);
  return { rows, total };
}

/** One that has not ended, with whom it is begun for and how its operation is. */
export type UnfinishedMaintenance = MaintenanceRow & {
  appId: string;
  resourceId: string;
  isAddonRunning: boolean;
  actor: { userId: string; email: string; isAdmin: boolean } | null;
  operation: { status: OperationStatus; errorMessage: string | null } | null;
  isWaitingForTurn: boolean;
  /** As it opens each week by now. */
  window: MaintenanceWindow;
};

/** Those that have not ended, by their windows. */
export async function listUnfinishedMaintenances(): Promise<UnfinishedMaintenance[]> {
  const rows = await query(() =>
    prisma().maintenance.findMany({
      where: { endedAt: null },
      select: {
        ...COLUMNS,
        isWaitingForTurn: true,
        actor: { select: { id: true, email: true, isAdmin: true } },
        operation: { select: { status: true, errorMessage: true } },
        database: {
          select: {
            maintenanceWeekday: true,
            maintenanceHour: true,
            addon: { select: { appId: true, resourceId: true, status: true } },
          },
        },
      },
      orderBy: { windowAt: "asc" },
    }),
  );
  return rows.map(({ actor, database: { addon, maintenanceWeekday, maintenanceHour }, ...row }) => ({
    ...row,
    window: { weekdayUtc: maintenanceWeekday, hourUtc: maintenanceHour },
    appId: addon.appId,
    resourceId: addon.resourceId,
    isAddonRunning: addon.status === "running",
    actor: actor && { userId: actor.id, email: actor.email, isAdmin: actor.isAdmin },
  }));
}

/** Takes it from one of these states to another. @returns false when it was in none of them: somebody else was first. */
export async function moveMaintenance(
  tx: Tx,
  { id, from }: { id: string; from: readonly MaintenanceStatus[] },
  to: Pick<MaintenanceRow, "status"> &
    Partial<Pick<MaintenanceRow, "operationId" | "reason" | "startedAt" | "endedAt" | "windowAt">> & {
      isWaitingForTurn?: boolean;
    },
): Promise<boolean> {
  const { count } = await tx.maintenance.updateMany({ where: { id, status: { in: [...from] } }, data: to });
  return count > 0;
}
