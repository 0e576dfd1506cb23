import type { DatabaseInput } from "../../contract/databases";
import type { MaintenanceView } from "../../contract/maintenance";
import { listMaintenances as listRows } from "../../db/maintenances";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { maintenanceView } from "./view";

/** What was, is or will be done in windows of a database, newest first; and how many there are. @throws DomainError `not_found`. */
export async function listMaintenances(
  ctx: Context,
  { resourceId, page, perPage }: DatabaseInput & { page: number; perPage: number },
): Promise<{ maintenances: MaintenanceView[]; total: number }> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const { rows, total } = await listRows(addon.databaseId, { offset: (page - 1) * perPage, limit: perPage });
  return { maintenances: rows.map(maintenanceView), total };
}
