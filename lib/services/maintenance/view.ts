import type { MaintenanceView } from "../../contract/maintenance";
import type { MaintenanceRow } from "../../db/maintenances";

/** Something put off, as browser and API see it. */
export const maintenanceView = (row: MaintenanceRow): MaintenanceView => ({
  id: row.id,
  type: row.type,
  version: row.version,
  status: row.status,
  windowAt: row.windowAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  reason: row.reason,
  operationId: row.operationId,
});

/** What its events tell. */
export const maintenanceData = ({
  id,
  type,
  version,
  windowAt,
  resourceId,
}: Pick<MaintenanceRow, "id" | "type" | "version" | "windowAt"> & { resourceId: string }) => ({
  resourceId,
  maintenanceId: id,
  version,
  windowAt: windowAt.toISOString(),
  ...(type === "db-newer-build" && { isNewerBuild: true as const }),
});
