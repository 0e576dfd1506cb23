import { z } from "zod";
import { PROMISE } from "../../core/availability/promise";
import { ADDON_STATUSES } from "../../core/databases/status";
import { engineOf } from "../../core/engines/engines";
import { DEFAULT_PROVIDER } from "../../core/engines/names";
import { getKnown, type Plan } from "../../core/plans/catalog";
import { CHANGE_WAYS } from "../../core/plans/change";
import { formatBytes } from "../../core/units";
import type { AddonView } from "../addons";
import { ProviderId, VersionId } from "../engines";
import { NoAnswer, route } from "./route";
import { AddonParams, AppParams, LastBackupQuery, ProtectionBody } from "./shared";

const tag = "Addons";
const NUMBER = new Intl.NumberFormat("en");

const ApiPlan = z
  .object({
    id: z.string(),
    name: z.string(),
    display_name: z.string(),
    description: z.string(),
    position: z.number(),
    on_demand: z.boolean(),
    disabled: z.boolean(),
    disabled_alternative_plan_id: z.null(),
    sku: z.string(),
    hds_available: z.boolean(),
    to_be_discontinued: z.boolean(),
    trial_available: z.boolean(),
    price: z.number(),
    max_memory_bytes: z.number(),
    cpus: z.number(),
    clients_max: z.number(),
    has_backups: z.boolean(),
    is_highly_available: z
      .boolean()
      .describe("Three nodes on three hosts; when one is lost, another takes over by itself."),
    is_available: z.boolean().optional().describe("Whether a host has room for it now."),
  })
  .meta({ id: "Plan" });

const descriptionOf = ({ maxMemoryBytes, clientsMax, isHighlyAvailable }: Plan): string =>
  `${formatBytes(maxMemoryBytes)} of data, ${NUMBER.format(clientsMax)} connections${isHighlyAvailable ? `. ${PROMISE.join(" ")}` : ""}`;

/** A plan in the words of the API; `position` is its place in the catalog, from 1. */
export const toApiPlan = (
  plan: Plan & { isAvailable?: boolean },
  position: number,
  provider: string = DEFAULT_PROVIDER,
): z.infer<typeof ApiPlan> => ({
  id: plan.id,
  name: plan.id,
  display_name: plan.isHighlyAvailable ? `${plan.id} (highly available)` : plan.id,
  description: descriptionOf(plan),
  position,
  on_demand: false,
  disabled: plan.isRetired === true,
  disabled_alternative_plan_id: null,
  sku: `${provider}-${plan.id}`,
  hds_available: false,
  to_be_discontinued: false,
  trial_available: true,
  price: 0,
  max_memory_bytes: plan.maxMemoryBytes,
  cpus: plan.cpus,
  clients_max: plan.clientsMax,
  has_backups: plan.hasBackups,
  is_highly_available: plan.isHighlyAvailable === true,
  ...(plan.isAvailable !== undefined && { is_available: plan.isAvailable }),
});

const Category = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  position: z.number(),
});
const ProviderShort = z.object({ id: z.string(), name: z.string(), logo_url: z.string() });
const ApiProvider = ProviderShort.extend({
  short_description: z.string(),
  description: z.string(),
  category: Category,
  provider_name: z.string(),
  provider_url: z.string(),
  hds_available: z.boolean(),
  plans: z.array(ApiPlan),
}).meta({ id: "Provider" });

/** What the vendor's CLI looks for, by name and by id, before it knows a database in an addon. */
function shortOf(id: string): z.infer<typeof ProviderShort> {
  return { id, name: engineOf(id).label, logo_url: "" };
}

/** A provider with its plans, which are the same for all. */
export const apiProvider = (provider: string, plans: readonly Plan[]): z.infer<typeof ApiProvider> => ({
  ...shortOf(provider),
  short_description: `${engineOf(provider).name} in memory and on disk`,
  description: "Caches, sessions, queues and counters, on your own hosts.",
  category: { id: "database", name: "Databases", description: "Where data is kept", position: 1 },
  provider_name: "Berth",
  provider_url: "",
  hds_available: false,
  plans: plans.map((plan, index) => toApiPlan(plan, index + 1, provider)),
});

/** An addon with its plan and provider. */
export const ApiAddon = z
  .object({
    id: z.string().describe("`ad-` and a UUID."),
    app_id: z.string(),
    resource_id: z.string().describe("App name and number: `my-app-3030`."),
    status: z.enum(ADDON_STATUSES),
    plan: ApiPlan,
    addon_provider: ProviderShort,
    provisioned_at: z.iso.datetime(),
    deprovisioned_at: z.null(),
    updated_at: z.iso.datetime(),
    hds_resource: z.boolean(),
    version: z.string(),
    operation_id: z.string().nullable().describe("Its unfinished or last operation."),
    error: z.string().nullable().describe("Why it failed."),
    data_gone_at: z.iso
      .datetime()
      .nullable()
      .describe("Since when its data is known to be gone from the engine; null while it is there."),
  })
  .meta({ id: "Addon" });

/** `plans` is the catalog with every plan that is in use. @throws DomainError `conflict` when that of the addon is not among them. */
export function toApiAddon(view: AddonView, plans: readonly Plan[]): z.infer<typeof ApiAddon> {
  const plan = getKnown(plans, view.planId);
  const position = plans.indexOf(plan);
  return {
    id: view.id,
    app_id: view.appId,
    resource_id: view.resourceId,
    status: view.status,
    plan: toApiPlan(plan, position + 1),
    addon_provider: shortOf(view.provider),
    provisioned_at: view.createdAt,
    deprovisioned_at: null,
    updated_at: view.createdAt,
    hds_resource: false,
    version: view.version,
    operation_id: view.operationId,
    error: view.error,
    data_gone_at: view.dataGoneAt,
  };
}

const ChangedAddon = z.object({
  addon: ApiAddon,
  message: z.string(),
  variables: z.array(z.string()).describe("Names of the app's variables that are set."),
});

const NewAddonBody = z.object({
  addon: z.object({
    addon_provider_id: ProviderId,
    plan_id: z.string().min(1, { error: "Choose a plan." }).max(100),
    options: z
      .object({ version: VersionId.optional() })
      .nullish()
      .describe("`version` of Redis; the newest without it."),
  }),
});

const Sso = z.object({ addon: z.object({ id: z.string(), resource_id: z.string(), sso_url: z.string() }) });
const SSO = { tag, needs: "look", params: AddonParams, answer: Sso } as const;

/** Routes about addons, and about the providers and plans to choose from. */
export const ADDON_ROUTES = {
  listProviders: route({
    method: "GET",
    path: "/v1/addon_providers",
    tag,
    summary: "What addons there are",
    needs: "nothing",
    answer: z.object({ addon_providers: z.array(ApiProvider) }),
  }),
  listPlans: route({
    method: "GET",
    path: "/v1/addon_providers/{provider}/plans",
    tag,
    summary: "The plans of a provider, smallest first",
    needs: "look",
    params: z.object({ provider: z.string().min(1).max(100) }),
    answer: z.object({ plans: z.array(ApiPlan) }),
  }),
  listAddons: route({
    method: "GET",
    path: "/v1/apps/{app}/addons",
    tag,
    summary: "An app's addons, oldest first",
    needs: "look",
    params: AppParams,
    answer: z.object({ addons: z.array(ApiAddon) }),
  }),
  addAddon: route({
    method: "POST",
    path: "/v1/apps/{app}/addons",
    tag,
    summary: "Add an addon; `Location` names the operation that makes it",
    needs: "write",
    params: AppParams,
    body: NewAddonBody,
    status: 201,
    answer: ChangedAddon,
  }),
  getAddon: route({
    method: "GET",
    path: "/v1/apps/{app}/addons/{addon}",
    tag,
    summary: "One addon",
    needs: "look",
    params: AddonParams,
    answer: z.object({ addon: ApiAddon }),
  }),
  updateAddon: route({
    method: "PATCH",
    path: "/v1/apps/{app}/addons/{addon}",
    tag,
    summary: "Change an addon's plan while it serves; `Location` names the operation",
    needs: "write",
    params: AddonParams,
    body: z.object({
      addon: z.object({
        plan_id: z.string().min(1, { error: "Choose a plan." }).max(100),
        way: z
          .enum(CHANGE_WAYS)
          .optional()
          .describe(
            "`stop-first` lets the database be away where no host has room for the old and the new one.",
          ),
      }),
    }),
    answer: ChangedAddon,
  }),
  removeAddon: route({
    method: "DELETE",
    path: "/v1/apps/{app}/addons/{addon}",
    tag,
    summary: "Remove an addon with its data; `Location` names the operation",
    needs: "write",
    params: AddonParams,
    query: LastBackupQuery,
    status: 204,
    answer: NoAnswer,
  }),
  protectAddon: route({
    method: "PUT",
    path: "/v1/apps/{app}/addons/{addon}/protection",
    tag,
    summary: "Protect an addon's database against removal, or no longer",
    needs: "write",
    params: AddonParams,
    body: ProtectionBody,
    status: 204,
    answer: NoAnswer,
  }),
  createAddonToken: route({
    method: "POST",
    path: "/v1/apps/{app}/addons/{addon}/token",
    tag,
    summary: "A token for the database API of this addon, for an hour, with the rights of yours",
    needs: "look",
    params: AddonParams,
    answer: z.object({ addon: z.object({ id: z.string(), token: z.string() }) }),
  }),
  getAddonSso: route({
    ...SSO,
    method: "GET",
    path: "/v1/apps/{app}/addons/{addon}/sso",
    summary: "Where the addon's dashboard is",
  }),
  createAddonSso: route({
    ...SSO,
    method: "POST",
    path: "/v1/apps/{app}/addons/{addon}/sso",
    summary: "The same, as the vendor documents it",
  }),
};
