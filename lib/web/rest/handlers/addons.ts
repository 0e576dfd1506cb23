import "server-only";
import { randomUUID } from "node:crypto";
import { type ADDON_ROUTES, apiProvider, toApiAddon, toApiPlan } from "../../../contract/api/addons";
import { UNKNOWN_PROVIDER } from "../../../contract/engines";
import { PROVIDERS } from "../../../core/engines/engines";
import { DomainError } from "../../../core/errors";
import { knownPlans, offeredPlans } from "../../../core/plans/catalog";
import { addAddon } from "../../../services/addons/add-addon";
import { getAddon } from "../../../services/addons/get-addon";
import { listAddons } from "../../../services/addons/list-addons";
import { listPlans } from "../../../services/addons/list-plans";
import { removeAddon } from "../../../services/addons/remove-addon";
import type { Context } from "../../../services/context";
import { changePlan } from "../../../services/databases/change-plan";
import { protectDatabase } from "../../../services/protection/protect-database";
import { createAddonToken } from "../../../services/tokens/create-addon-token";
import type { Handlers } from "../handler";
import { operationPath } from "../paths";

/** What the vendor's provider says, and its users' scripts look for. */
const ADDED = "Database successfully created";

export const ADDON_HANDLERS: Handlers<typeof ADDON_ROUTES> = {
  listProviders: async ({ request: { parts } }) => ({
    addon_providers: PROVIDERS.map((provider) => apiProvider(provider, offeredPlans(parts.plans))),
  }),
  listPlans: async ({ ctx, params }) => {
    if (!PROVIDERS.includes(params.provider))
      throw new DomainError("not_found", "addon_provider", UNKNOWN_PROVIDER);
    const plans = await listPlans(ctx);
    return { plans: plans.map((plan, index) => toApiPlan(plan, index + 1, params.provider)) };
  },
  listAddons: async ({ ctx, params }) => {
    const plans = knownPlans(ctx.plans);
    return { addons: (await listAddons(ctx, params)).map((addon) => toApiAddon(addon, plans)) };
  },
  addAddon: async ({ ctx, params: { app }, body, answerHeaders, origin }) => {
    const { addon_provider_id: provider, plan_id: planId, options } = body.addon;
    const input = { app, provider, planId, version: options?.version, requestKey: randomUUID() };
    const { addon, operationId, variableNames } = await addAddon(ctx, input);
    answerHeaders.set("location", `${origin}${operationPath({ appName: app, id: operationId })}`);
    return {
      addon: toApiAddon(addon, knownPlans(ctx.plans)),
      message: ADDED,
      variables: variableNames,
    };
  },
  getAddon: async ({ ctx, params }) => ({
    addon: toApiAddon(await getAddon(ctx, params), knownPlans(ctx.plans)),
  }),
  updateAddon: async ({ ctx, params, body, answerHeaders, origin }) => {
    const { plan_id: planId, way } = body.addon;
    const { resourceId } = await getAddon(ctx, params);
    const operation = await changePlan(ctx, { resourceId, planId, way });
    answerHeaders.set("location", `${origin}${operationPath(operation)}`);
    return {
      addon: toApiAddon(await getAddon(ctx, params), knownPlans(ctx.plans)),
      message: `The plan is being changed to ${planId}`,
      variables: [],
    };
  },
  removeAddon: async ({ ctx, params: { app, addon }, query, answerHeaders, origin }) => {
    const { id, resourceId } = await getAddon(ctx, { app, addon });
    const { keeps_backup: keepsBackup } = query;
    const operation = await removeAddon(ctx, { app, addon: id, confirm: resourceId, keepsBackup });
    answerHeaders.set("location", `${origin}${operationPath(operation)}`);
  },
  protectAddon: async ({ ctx, params, body }) => {
    const { resourceId } = await getAddon(ctx, params);
    await protectDatabase(ctx, { resourceId, isProtected: body.protection.enabled });
  },
  createAddonToken: async ({ ctx, params }) => ({ addon: await createAddonToken(ctx, params) }),
  getAddonSso: ({ ctx, params, origin }) => sso(ctx, params, origin),
  createAddonSso: ({ ctx, params, origin }) => sso(ctx, params, origin),
};

/** The page asks a person without a session to sign in and then shows itself. */
async function sso(ctx: Context, params: { app: string; addon: string }, origin: string) {
  const { id, resourceId } = await getAddon(ctx, params);
  return { addon: { id, resource_id: resourceId, sso_url: `${origin}/databases/${resourceId}` } };
}
