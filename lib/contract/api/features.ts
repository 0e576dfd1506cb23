import { z } from "zod";
import { FEATURE_STATUSES } from "../../core/features/features";
import { DatabaseSettings } from "../../core/settings/settings";
import { FeatureName, FeatureOptions, type FeatureView } from "../features";
import type { SettingsView } from "../settings";
import { ApiOperation } from "./operations";
import { route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Features and settings";

/** The reference's words; one whose removal failed is still activated. */
const SHOWN_STATUSES = [...FEATURE_STATUSES, "PENDING_TO_REMOVE"] as const;

/** A feature as the database API lists it. */
export const ApiDatabaseFeature = z.object({ name: z.string(), status: z.enum(SHOWN_STATUSES) });

/** Those that are on, or on their way, or could not be switched on. */
export function toApiDatabaseFeatures(views: readonly FeatureView[]): z.infer<typeof ApiDatabaseFeature>[] {
  return views.flatMap(({ name, isOn, status }): z.infer<typeof ApiDatabaseFeature>[] => {
    if (status === "PENDING") return [{ name, status: isOn ? status : "PENDING_TO_REMOVE" }];
    if (isOn) return [{ name, status: "ACTIVATED" }];
    return status === "FAILED" ? [{ name, status }] : [];
  });
}

const ApiFeature = z
  .object({
    name: FeatureName,
    is_on: z.boolean().describe("While it is pending: what it is being switched to."),
    status: z.enum(FEATURE_STATUSES),
    options: FeatureOptions,
    reason: z.string().nullable().describe("Why the last switch failed; it is as it was before."),
  })
  .meta({ id: "Feature" });

/** A feature in the words of the API. */
export const toApiFeature = ({ isOn, ...view }: FeatureView): z.infer<typeof ApiFeature> => ({
  ...view,
  is_on: isOn,
});

const ApiSettings = z
  .object({
    idle_timeout_seconds: z
      .number()
      .describe("After so long without a command a connection is closed; 0 for never."),
    keyspace_events: z
      .string()
      .describe("Of which changes of keys Redis tells, in its own letters; empty for none."),
    clients_max: z.number().nullable().describe("Connections that are let in; null for those of the plan."),
    plan_clients_max: z.number().describe("Connections of the plan: more are never let in."),
  })
  .meta({ id: "DatabaseSettings" });

/** Settings in the words of the API. */
export const toApiSettings = (view: SettingsView): z.infer<typeof ApiSettings> => ({
  idle_timeout_seconds: view.idleTimeoutSeconds,
  keyspace_events: view.keyspaceEvents,
  clients_max: view.clientsMax,
  plan_clients_max: view.planClientsMax,
});

const { idleTimeoutSeconds, keyspaceEvents, clientsMax } = DatabaseSettings.shape;

/** Routes about features and settings: the first two in the reference's words. */
export const FEATURE_ROUTES = {
  enableFeature: route({
    method: "POST",
    path: "/api/databases/{database}/features",
    tag,
    summary: "Switch a feature on; `Location` names the operation. One that is on already is 400",
    needs: "write",
    params: DatabaseParams,
    body: z.object({
      feature: z.object({
        name: FeatureName,
        status: z.string().optional().describe("Read by nobody."),
        options: FeatureOptions.optional(),
      }),
    }),
    answer: z.object({ name: FeatureName, status: z.enum(FEATURE_STATUSES), message: z.string() }),
  }),
  disableFeature: route({
    method: "DELETE",
    path: "/api/databases/{database}/features",
    tag,
    summary:
      "Switch a feature off, whatever that costs; `Location` names the operation. One that is off already is 400",
    needs: "write",
    params: DatabaseParams,
    query: z.object({ feature: FeatureName }),
    answer: z.object({ message: z.string() }),
  }),
  listFeatures: route({
    method: "GET",
    path: "/v1/databases/{database}/features",
    tag,
    summary: "Every feature, and where it stands",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ features: z.array(ApiFeature) }),
  }),
  setFeature: route({
    method: "PUT",
    path: "/v1/databases/{database}/features/{feature}",
    tag,
    summary: "Switch a feature on or off; `Location` names the operation",
    needs: "write",
    params: DatabaseParams.extend({ feature: FeatureName }),
    body: z.object({
      is_on: z.boolean(),
      options: FeatureOptions.optional(),
      accepts_loss: z
        .boolean()
        .optional()
        .describe(
          "The yes to what a switch costs, where it costs anything: without it that is refused, with the reason.",
        ),
    }),
    status: 202,
    answer: z.object({ operation: ApiOperation }),
  }),
  getSettings: route({
    method: "GET",
    path: "/v1/databases/{database}/settings",
    tag,
    summary: "What people have set of a database",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ settings: ApiSettings }),
  }),
  setSettings: route({
    method: "PATCH",
    path: "/v1/databases/{database}/settings",
    tag,
    summary: "Set what is given; what is not given stays. `Location` names the operation",
    needs: "write",
    params: DatabaseParams,
    body: z.object({
      idle_timeout_seconds: idleTimeoutSeconds.optional(),
      keyspace_events: keyspaceEvents.optional(),
      clients_max: clientsMax.optional(),
    }),
    status: 202,
    answer: z.object({ operation: ApiOperation }),
  }),
};
