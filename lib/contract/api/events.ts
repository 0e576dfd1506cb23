import { z } from "zod";
import type { EventView } from "../apps";
import { route } from "./route";
import { AppParams, PageMeta, PageQuery, usernameOf } from "./shared";

const tag = "Events";
const PROVIDER_NAME = "redis";

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
    type_data: TypeData.describe("Depends on the type; has never a secret in it."),
  })
  .meta({ id: "Event" });

/** What Berth itself did is shown under this name. */
const BERTH = { id: "berth", username: "berth", email: "" };

const userOf = ({ actorId, actorEmail }: EventView): z.infer<typeof ApiEvent>["user"] =>
  actorId !== null && actorEmail !== null
    ? { id: actorId, username: usernameOf(actorEmail), email: actorEmail }
    : BERTH;

const addon = ({ data }: EventView) => ({
  addon_provider_name: PROVIDER_NAME,
  resource_id: data.resourceId ?? "",
  plan_name: data.planId ?? "",
});

const named = (names: string | undefined) =>
  (names ?? "")
    .split(/, | and /)
    .filter((name) => name !== "")
    .map((name) => ({ name, value: "", old_value: "" }));

const collaborator = ({ data: { email = "" } }: EventView) => ({
  collaborator: { email, username: usernameOf(email) },
});

/** What the vendor's clients read for a type that they know. */
const TYPE_DATA: Record<string, (event: EventView) => z.infer<typeof TypeData>> = {
  new_addon: addon,
  delete_addon: addon,
  addon_failed: (event) => ({ ...addon(event), reason: event.data.reason ?? "" }),
  upgrade_addon: (event) => ({
    ...addon(event),
    old_plan_name: event.data.oldPlanId ?? "",
    new_plan_name: event.data.planId ?? "",
  }),
  upgrade_database: ({ data }) => ({
    addon_name: data.resourceId ?? "",
    resource_id: data.resourceId ?? "",
    old_version: data.oldVersion ?? "",
    new_version: data.version ?? "",
  }),
  restart: () => ({ scope: [], addon_name: "" }),
  new_variable: ({ data }) => ({ name: data.name ?? "", value: "", addon_name: "" }),
  edit_variable: ({ data }) => ({ name: data.name ?? "", value: "", old_value: "", addon_name: "" }),
  edit_variables: ({ data }) => ({
    new_vars: [],
    updated_vars: named(data.name),
    deleted_vars: [],
    addon_name: "",
  }),
  delete_variable: ({ data }) => ({ name: data.name ?? "", value: "" }),
  new_collaborator: collaborator,
  delete_collaborator: collaborator,
};

/** A type that the vendor does not know keeps its own words. */
export const toApiEvent = (event: EventView): z.infer<typeof ApiEvent> => ({
  id: event.id,
  app_id: event.appId,
  app_name: event.appName,
  created_at: event.createdAt,
  type: event.type,
  user: userOf(event),
  operation_id: event.operationId,
  type_data: TYPE_DATA[event.type]?.(event) ?? event.data,
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
