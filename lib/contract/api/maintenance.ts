import { z } from "zod";
import { MAINTENANCE_STATUSES } from "../../core/maintenance/window";
import { VersionId } from "../engines";
import type { MaintenanceView } from "../maintenance";
import { route } from "./route";
import { DatabaseParams, PageMeta, PageQuery } from "./shared";

const tag = "Maintenance";

const ApiMaintenance = z
  .object({
    id: z.string(),
    database_id: z.string().describe("Id of the addon: `ad-…`."),
    type: z
      .string()
      .describe("`db-upgrade`, or `db-newer-build` to the newest build of the present version."),
    status: z.enum(MAINTENANCE_STATUSES),
    version: z.string().describe("Of Redis, to which the database is upgraded."),
    next_maintenance_window: z.iso.datetime().describe("When its window opens."),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    ended_at: z.iso.datetime().nullable(),
    reason: z.string().nullable().describe("Why it failed, or why it waits within its window."),
    operation_id: z.string().nullable(),
  })
  .meta({ id: "Maintenance" });

/** Something put off, in the words of the API. */
export const toApiMaintenance = (view: MaintenanceView, addonId: string): z.infer<typeof ApiMaintenance> => ({
  id: view.id,
  database_id: addonId,
  type: view.type,
  status: view.status,
  version: view.version,
  next_maintenance_window: view.windowAt,
  created_at: view.createdAt,
  started_at: view.startedAt,
  ended_at: view.endedAt,
  reason: view.reason,
  operation_id: view.operationId,
});

const MaintenanceParams = DatabaseParams.extend({ maintenance: z.uuid() });
const Maintenance = z.object({ maintenance: ApiMaintenance });

/** Routes about what is done in windows: the first two in the reference's words. */
export const MAINTENANCE_ROUTES = {
  listMaintenances: route({
    method: "GET",
    path: "/api/databases/{database}/maintenance",
    tag,
    summary: "What was, is or will be done in maintenance windows, newest first",
    needs: "look",
    params: DatabaseParams,
    query: PageQuery,
    answer: z.object({ maintenance: z.array(ApiMaintenance), meta: PageMeta }),
  }),
  getMaintenance: route({
    method: "GET",
    path: "/api/databases/{database}/maintenance/{maintenance}",
    tag,
    summary: "One of them",
    needs: "look",
    params: MaintenanceParams,
    answer: ApiMaintenance.extend({ maintenance: ApiMaintenance }),
  }),
  scheduleUpgrade: route({
    method: "POST",
    path: "/v1/databases/{database}/maintenance",
    tag,
    summary:
      "Put an upgrade off to the first maintenance window that is a day ahead; the present version stands for its newest build",
    needs: "write",
    params: DatabaseParams,
    body: z.object({ version: VersionId }),
    status: 201,
    answer: Maintenance,
  }),
  cancelMaintenance: route({
    method: "DELETE",
    path: "/v1/databases/{database}/maintenance/{maintenance}",
    tag,
    summary: "Cancel what has not begun",
    needs: "write",
    params: MaintenanceParams,
    answer: Maintenance,
  }),
};
