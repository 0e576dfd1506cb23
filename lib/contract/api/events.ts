import { z } from "zod";
import { DEFAULT_PROVIDER } from "../../core/engines/names";
import type { EventData, EventDetail } from "../../core/events/events";
import { eventText, eventTitle } from "../../core/events/words";
import { WINDOW_HOURS } from "../../core/maintenance/week";
import type { EventView } from "../events";
import { apiMethodOf } from "./database-backups";
import { route } from "./route";
import { AppParams, PageMeta, PageQuery, usernameOf } from "./shared";

const tag = "Events";

const TypeData = z.record(z.string(), z.unknown());

/** An event of an app. */
export const ApiEvent = z
  .object({
    id: z.string(),
    app_id: z.string(),
    app_name: z.string(),
    created_at: z.iso.datetime(),
    type: z.string(),
    user: z.object({ id: z.string(), username: z.string(), email: z.string() }),
    operation_id: z.string().nullable(),
    title: z.string().optional().describe("What kind of thing happened, for people."),
    text: z.string().optional().describe("What happened, in one sentence without the name of who did it."),
    type_data: TypeData.describe("Depends on the type; has never a secret in it."),
  })
  .meta({ id: "Event" });

/** What Berth itself did is shown under this name. */
const BERTH = { id: "berth", username: "berth", email: "" };

const userOf = ({ actorId, actorEmail }: EventView): z.infer<typeof ApiEvent>["user"] =>
  actorId !== null && actorEmail !== null
    ? { id: actorId, username: usernameOf(actorEmail), email: actorEmail }
    : BERTH;

/** Events were written before there was a choice, and say nothing of it. */
const addon = ({ resourceId, planId }: EventData<"new_addon">) => ({
  addon_provider_name: DEFAULT_PROVIDER,
  resource_id: resourceId,
  plan_name: planId,
});

const backup = ({ resourceId, backupId, method }: EventData<"backup_downloaded">) => ({
  addon_name: resourceId,
  resource_id: resourceId,
  backup_id: backupId,
  backup_method: apiMethodOf(method),
});

/** What the vendor's clients read for a type that they know; one that they do not know keeps its own words. */
function typeData({ type, data }: EventDetail): z.infer<typeof TypeData> {
  switch (type) {
    case "new_addon":
    case "delete_addon":
      return addon(data);
    case "addon_failed":
      return { ...addon(data), reason: data.reason };
    case "upgrade_addon":
      return { ...addon(data), old_plan_name: data.oldPlanId, new_plan_name: data.planId };
    case "upgrade_database":
      return {
        addon_name: data.resourceId,
        resource_id: data.resourceId,
        old_version: data.oldVersion,
        new_version: data.version,
      };
    case "database/add_feature":
    case "database/remove_feature":
      return {
        feature: data.feature,
        addon_provider_id: DEFAULT_PROVIDER,
        addon_provider_name: DEFAULT_PROVIDER,
        addon_uuid: data.addonId,
        resource_id: data.resourceId,
      };
    case "plan_database_maintenance":
    case "start_database_maintenance":
    case "complete_database_maintenance":
      return {
        addon_name: data.resourceId,
        resource_id: data.resourceId,
        maintenance_id: data.maintenanceId,
        maintenance_type: "db-upgrade",
        maintenance_window_in_hours: WINDOW_HOURS,
        next_maintenance_window: data.windowAt,
      };
    case "database_backup_succeeded":
      return { ...backup(data), backup_status: "done" };
    case "database_backup_failed":
      return { ...backup(data), backup_status: "error", reason: data.reason };
    case "restart":
      return { scope: [], addon_name: "" };
    case "new_variable":
      return { name: data.name, value: "", addon_name: "" };
    case "edit_variable":
      return { name: data.name, value: "", old_value: "", addon_name: "" };
    case "edit_variables":
      return {
        new_vars: [],
        updated_vars: data.names.map((name) => ({ name, value: "", old_value: "" })),
        deleted_vars: [],
        addon_name: "",
      };
    case "delete_variable":
      return { name: data.name, value: "" };
    case "new_collaborator":
    case "delete_collaborator":
      return { collaborator: { email: data.email, username: usernameOf(data.email) } };
    case "edit_collaborator": {
      const { email, role, oldRole } = data;
      return { collaborator: { email, username: usernameOf(email), role, old_role: oldRole } };
    }
    case "unknown":
      return {};
    default:
      return data;
  }
}

/** An event in the words of the API. */
export const toApiEvent = (event: EventView): z.infer<typeof ApiEvent> => ({
  id: event.id,
  app_id: event.appId,
  app_name: event.appName,
  created_at: event.createdAt,
  type: event.type === "unknown" ? event.data.type : event.type,
  user: userOf(event),
  operation_id: event.operationId,
  title: eventTitle(event),
  text: eventText(event),
  type_data: typeData(event),
});

const Answer = z.object({ events: z.array(ApiEvent), meta: PageMeta });

/** Routes of timelines: of an app, and of all apps that the caller sees. */
export const EVENT_ROUTES = {
  listAppEvents: route({
    method: "GET",
    path: "/v1/apps/{app}/events",
    tag,
    summary: "What happened to an app, newest first",
    needs: "read",
    params: AppParams,
    query: PageQuery,
    answer: Answer,
  }),
  listEvents: route({
    method: "GET",
    path: "/v1/events",
    tag,
    summary: "What happened to all of your apps, newest first",
    needs: "read",
    query: PageQuery,
    answer: Answer,
  }),
};
