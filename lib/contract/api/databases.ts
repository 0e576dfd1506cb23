import { z } from "zod";
import { engineOf } from "../../core/engines/engines";
import { WINDOW_HOURS } from "../../core/maintenance/week";
import { MaintenanceWindow } from "../../core/maintenance/window";
import type { OperationKind } from "../../core/operations/state";
import { CHANGE_WAYS } from "../../core/plans/change";
import type { BackupConfigView } from "../backups";
import { type DatabasePartView, type DatabaseView, DescribeDatabaseInput } from "../databases";
import { ProviderId, VersionId } from "../engines";
import { HourUtc } from "./backups";
import { ApiDatabaseFeature, toApiDatabaseFeatures } from "./features";
import { ApiInstanceStatus, INSTANCE_STATUS, INSTANCE_STATUSES } from "./instances";
import { ApiDatabaseOperation } from "./operations";
import { route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Databases";

const INSTANCE_TYPES = ["db-node", "haproxy"] as const;

const ApiInstance = z.object({
  id: z.string(),
  hostname: z.string(),
  port: z.number(),
  status: z.enum(INSTANCE_STATUSES),
  type: z.enum(INSTANCE_TYPES),
  features: z.array(z.string()),
  private_ip: z.string().nullable(),
});

/** A database with its parts, as the database API shows it. */
export const ApiDatabase = z
  .object({
    id: z.string().describe("That of the addon: `ad-…`."),
    created_at: z.iso.datetime(),
    resource_id: z.string(),
    name: z.string().nullable().describe("What people call it."),
    note: z.string().nullable().describe("What people note of it."),
    app_name: z.string(),
    encryption_at_rest: z.boolean(),
    features: z
      .array(ApiDatabaseFeature)
      .describe("Those that are on, or on their way, or could not be switched on."),
    plan: z.string(),
    status: z.enum(["creating", "running", "updating", "upgrading", "stopped"]),
    type_id: z.string(),
    type_name: z.string(),
    version_id: z.string(),
    next_version_id: z.string().nullable().describe("What it can be upgraded to; null for the newest."),
    newer_build: z
      .string()
      .nullable()
      .describe(
        "A newer build of its version, which an upgrade to that version takes; null where there is none.",
      ),
    readable_version: z.string(),
    hostname: z.string().describe("`host:port` as the app's containers reach it."),
    current_operation_id: z.string().nullable(),
    cluster: z.boolean(),
    periodic_backups_enabled: z.boolean(),
    periodic_backups_scheduled_at: z.array(z.number()).describe("The hour of the day, in UTC."),
    maintenance_window: z
      .object({ weekday_utc: z.number(), starting_hour_utc: z.number(), duration_in_hour: z.number() })
      .describe("0 is Sunday."),
    instances: z.array(ApiInstance),
    data_gone: z
      .object({ since: z.iso.datetime(), volume: z.string(), host: z.string().nullable() })
      .nullable()
      .describe("The volume that is not there any more, or empty; it is started again once it is back."),
  })
  .meta({ id: "Database" });

const STATUS = {
  provisioning: "creating",
  running: "running",
  removing: "stopped",
  removed: "stopped",
  failed: "stopped",
} as const;

/** What a running database does meanwhile; null for what leaves it as it is, or has a status of its own. */
const BUSY: Record<OperationKind, "updating" | "upgrading" | null> = {
  provision: null,
  remove: null,
  "create-app": null,
  deploy: null,
  restart: null,
  "delete-app": null,
  "change-plan": "updating",
  "change-stop-first": "updating",
  "undo-change": "updating",
  restore: "updating",
  import: "updating",
  "restore-new": null,
  upgrade: "upgrading",
  move: "updating",
  "rotate-password": "updating",
  "set-feature": "updating",
  "set-settings": "updating",
  "replace-node": null,
  "back-up": null,
  drill: null,
};

function statusOf(view: DatabaseView): z.infer<typeof ApiDatabase>["status"] {
  const { status, currentOperation, dataGone } = view;
  if (dataGone) return "stopped";
  const busy = currentOperation && BUSY[currentOperation.kind];
  return status === "running" && busy ? busy : STATUS[status];
}

const toApiInstance = (
  { id, name, kind, status }: DatabasePartView,
  port: number,
): z.infer<typeof ApiInstance> => ({
  id,
  hostname: name,
  port,
  status: INSTANCE_STATUS[status],
  type: kind === "node" ? "db-node" : "haproxy",
  features: [],
  private_ip: null,
});

/** A database in the words of the API, and when it is backed up. */
export function toApiDatabase(
  view: DatabaseView,
  { isIncluded, isOn, hourUtc }: Pick<BackupConfigView, "isIncluded" | "isOn" | "hourUtc">,
  newerBuild: string | null,
): z.infer<typeof ApiDatabase> {
  const { provider, port } = engineOf(view.engine);
  return {
    id: view.addonId,
    created_at: view.createdAt,
    resource_id: view.resourceId,
    name: view.name,
    note: view.note,
    app_name: view.appName,
    encryption_at_rest: false,
    features: toApiDatabaseFeatures(view.features),
    plan: view.plan.id,
    status: statusOf(view),
    type_id: provider,
    type_name: provider,
    version_id: view.version,
    next_version_id: view.laterVersions[0] ?? null,
    newer_build: newerBuild,
    readable_version: view.version,
    hostname: `${view.resourceId}:${port}`,
    current_operation_id: view.currentOperation?.id ?? null,
    cluster: false,
    periodic_backups_enabled: isIncluded && isOn,
    periodic_backups_scheduled_at: [hourUtc],
    maintenance_window: {
      weekday_utc: view.window.weekdayUtc,
      starting_hour_utc: view.window.hourUtc,
      duration_in_hour: WINDOW_HOURS,
    },
    instances: view.instances.map((instance) => toApiInstance(instance, port)),
    data_gone: view.dataGone && {
      since: view.dataGone.since,
      volume: view.dataGone.volumeName,
      host: view.dataGone.hostName,
    },
  };
}

const ONE_HOUR = "A database is backed up at one hour of the day.";

const { weekdayUtc, hourUtc } = MaintenanceWindow.shape;

const { name, note } = DescribeDatabaseInput.shape;

const UpdateDatabaseBody = z.object({
  database: z.object({
    name: name.describe("What people call it; null or empty for none."),
    note: note.describe("What people note of it; null or empty for none."),
    periodic_backups_scheduled_at: z
      .union([HourUtc, z.array(HourUtc).length(1, { error: ONE_HOUR })])
      .transform((hours) => [hours].flat()[0])
      .optional()
      .describe("The hour of the day in UTC, alone or as a list of one."),
    periodic_backups_enabled: z.boolean().optional(),
    maintenance_window: z
      .object({ weekday_utc: weekdayUtc, starting_hour_utc: hourUtc })
      .optional()
      .describe("What people were told of already stays where it was."),
  }),
});

/** Routes of the database API: about one database, by a token of its addon. */
export const DATABASE_ROUTES = {
  getDatabase: route({
    method: "GET",
    path: "/api/databases/{database}",
    tag,
    summary: "One database",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ database: ApiDatabase }),
  }),
  updateDatabase: route({
    method: "PATCH",
    path: "/api/databases/{database}",
    tag,
    summary:
      "Set what a database is called, when it is backed up and when its maintenance window opens; what is not given stays",
    needs: "write",
    params: DatabaseParams,
    body: UpdateDatabaseBody,
    answer: z.object({ database: ApiDatabase }),
  }),
  getDatabaseOperation: route({
    method: "GET",
    path: "/api/databases/{database}/operations/{operation}",
    tag,
    summary: "An operation of a database",
    needs: "look",
    params: DatabaseParams.extend({ operation: z.uuid() }),
    answer: z.object({ operation: ApiDatabaseOperation }),
  }),
  upgradeDatabase: route({
    method: "POST",
    path: "/api/databases/{database}/upgrade",
    tag,
    summary: "Upgrade Redis to the next version, or the one that is named; `Location` names the operation",
    needs: "write",
    params: DatabaseParams,
    body: z.object({
      version: VersionId.optional(),
      engine: ProviderId.optional().describe(
        "Another engine, `valkey` or `redis`, where it reads what the present one writes; with its `version`.",
      ),
      way: z
        .enum(CHANGE_WAYS)
        .optional()
        .describe(
          "`stop-first` lets the database be away where no host has room for the old and the new one.",
        ),
    }),
    status: 202,
    answer: z.object({
      message: z.string(),
      operation_id: z.string(),
      version_id: z.string(),
      readable_version: z.string(),
    }),
  }),
  moveDatabase: route({
    method: "POST",
    path: "/api/databases/{database}/move",
    tag,
    summary:
      "Move the database, or a node of a highly available one, to another host while it serves; `Location` names the operation",
    needs: "write",
    params: DatabaseParams,
    body: z.object({
      host: z
        .string()
        .max(255)
        .optional()
        .describe("Its name; without one it goes where most memory is free."),
      node: z
        .string()
        .max(255)
        .optional()
        .describe("Of a highly available database the node that moves, by the name that its status has."),
    }),
    status: 202,
    answer: z.object({ message: z.string(), operation_id: z.string(), host: z.string() }),
  }),
  listInstances: route({
    method: "GET",
    path: "/api/databases/{database}/instances_status",
    tag,
    summary: "How the parts of a database are",
    needs: "look",
    params: DatabaseParams,
    answer: z.array(ApiInstanceStatus),
  }),
};
