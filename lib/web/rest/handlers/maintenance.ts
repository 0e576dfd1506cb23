import "server-only";
import { type MAINTENANCE_ROUTES, toApiMaintenance } from "../../../contract/api/maintenance";
import { pageMeta } from "../../../contract/api/shared";
import { getDatabase } from "../../../services/databases/get-database";
import { cancelMaintenance } from "../../../services/maintenance/cancel-maintenance";
import { getMaintenance } from "../../../services/maintenance/get-maintenance";
import { listMaintenances } from "../../../services/maintenance/list-maintenances";
import { scheduleUpgrade } from "../../../services/maintenance/schedule-upgrade";
import type { Handlers } from "../handler";

export const MAINTENANCE_HANDLERS: Handlers<typeof MAINTENANCE_ROUTES> = {
  listMaintenances: async ({ ctx, params: { database }, query: { page, per_page: perPage } }) => {
    const { addonId, resourceId } = await getDatabase(ctx, { resourceId: database });
    const { maintenances, total } = await listMaintenances(ctx, { resourceId, page, perPage });
    return {
      maintenance: maintenances.map((view) => toApiMaintenance(view, addonId)),
      meta: pageMeta({ page, perPage, total }),
    };
  },
  getMaintenance: async ({ ctx, params: { database, maintenance: maintenanceId } }) => {
    const { addonId, resourceId } = await getDatabase(ctx, { resourceId: database });
    const maintenance = toApiMaintenance(await getMaintenance(ctx, { resourceId, maintenanceId }), addonId);
    return { ...maintenance, maintenance };
  },
  scheduleUpgrade: async ({ ctx, params: { database }, body: { version } }) => {
    const { addonId, resourceId } = await getDatabase(ctx, { resourceId: database });
    return { maintenance: toApiMaintenance(await scheduleUpgrade(ctx, { resourceId, version }), addonId) };
  },
  cancelMaintenance: async ({ ctx, params: { database, maintenance: maintenanceId } }) => {
    const { addonId, resourceId } = await getDatabase(ctx, { resourceId: database });
    return {
      maintenance: toApiMaintenance(await cancelMaintenance(ctx, { resourceId, maintenanceId }), addonId),
    };
  },
};
