import type { MaintenanceInput, MaintenanceView } from "../../contract/maintenance";
import { DomainError } from "../../core/errors";
import { insertEvent } from "../../db/events";
import { findMaintenance, moveMaintenance } from "../../db/maintenances";
import { changeApp, requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { getMaintenance } from "./get-maintenance";
import { maintenanceData } from "./view";

/** Takes back what has not begun. @throws DomainError `not_found`; `conflict` for what has begun or ended. */
export async function cancelMaintenance(ctx: Context, input: MaintenanceInput): Promise<MaintenanceView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { databaseId, resourceId } = addon;
  const row = await findMaintenance({ databaseId, id: input.maintenanceId });
  if (!row) return getMaintenance(ctx, input);
  await changeApp(ctx, app.id, async (tx) => {
    const from = ["scheduled", "notified", "queued"] as const;
    if (!(await moveMaintenance(tx, { id: row.id, from }, { status: "cancelled", endedAt: new Date() })))
      throw new DomainError("conflict", "maintenance_begun", "It has begun already, or is over.");
    const subject = { appId: app.id, databaseId, ...doneBy(ctx) };
    const data = maintenanceData({ ...row, resourceId });
    await insertEvent(tx, subject, { type: "cancel_database_maintenance", data });
  });
  return getMaintenance(ctx, input);
}
