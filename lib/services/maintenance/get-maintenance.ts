import type { MaintenanceInput, MaintenanceView } from "../../contract/maintenance";
import { DomainError } from "../../core/errors";
import { findMaintenance } from "../../db/maintenances";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { maintenanceView } from "./view";

/** @throws DomainError `not_found` also for one of another database. */
export async function getMaintenance(ctx: Context, input: MaintenanceInput): Promise<MaintenanceView> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const row = await findMaintenance({ databaseId: addon.databaseId, id: input.maintenanceId });
  if (row) return maintenanceView(row);
  throw new DomainError("not_found", "maintenance", "This database has no such maintenance.");
}
