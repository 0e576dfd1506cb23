import { randomInt, randomUUID } from "node:crypto";
import type { AddAddonInput, AddedAddonView } from "../../contract/addons";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { DEFAULT_REDIS_VERSION } from "../../core/databases/versions";
import { DomainError } from "../../core/errors";
import { offeredPlans, type Plan } from "../../core/plans/catalog";
import { addonVariableNames } from "../../core/variables/addon-names";
import { type AddonRow, findAddonByRequestKey, insertAddon } from "../../db/addons";
import type { AppRow } from "../../db/apps";
import { listVariables } from "../../db/variables";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { assertImages } from "../databases/images";
import { startOperation } from "../operations/start-operation";
import { makeProtectedUsers } from "./passwords";
import { addonView } from "./view";

/** A number may be taken, also by an addon that is gone: its volume may outlive it. */
const NUMBER_TRIES_MAX = 20;

/**
 * Makes an addon and enqueues its provision. The same `requestKey` again, also at the same moment, answers what the first one made.
 * @throws DomainError `not_found`; `invalid` for an unknown plan; `conflict` while the app is being deleted, or when
 * an image is gone.
 */
export async function addAddon(ctx: Context, input: AddAddonInput): Promise<AddedAddonView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app);
  const plan = requirePlan(ctx, input.planId);
  for (let tries = 1; ; tries += 1) {
    const earlier = await findAddonByRequestKey(app.id, input.requestKey);
    if (earlier) return addedView(app, earlier);
    if (tries === 1) await assertImages(ctx, input.version ?? DEFAULT_REDIS_VERSION);
    try {
      await insert(ctx, { app, plan, input });
    } catch (error) {
      // Either the number or the request key is taken: the next round finds out which.
      if (!isTaken(error) || tries === NUMBER_TRIES_MAX) throw error;
    }
  }
}

type NewAddon = { app: AppRow; plan: Plan; input: AddAddonInput };

async function insert(ctx: Context, { app, plan, input }: NewAddon): Promise<void> {
  const resourceId = `${app.name}-${randomInt(1_000, 10_000)}`;
  const databaseId = randomUUID();
  const addon = {
    id: `ad-${randomUUID()}`,
    appId: app.id,
    planId: plan.id,
    resourceId,
    requestKey: input.requestKey,
    databaseId,
    version: input.version ?? DEFAULT_REDIS_VERSION,
    reservedBytes: databaseMemoryBytes(plan),
    users: makeProtectedUsers(ctx.cipher),
  };
  await startOperation(ctx, app, {
    kind: "provision",
    databaseId,
    events: [{ type: "new_addon", data: { resourceId, planId: plan.id } }],
    before: (tx) => insertAddon(tx, addon),
  });
}

function requirePlan(ctx: Context, planId: string): Plan {
  const plan = offeredPlans(ctx.plans).find(({ id }) => id === planId);
  if (plan) return plan;
  const message = "There is no such plan.";
  throw new DomainError("invalid", "unknown_plan", message, { fields: { planId: [message] } });
}

async function addedView(app: AppRow, row: AddonRow): Promise<AddedAddonView> {
  if (!row.operation) throw new Error(`addon ${row.id} has no operation`);
  return {
    addon: addonView(row),
    operationId: row.operation.id,
    variableNames: await variableNames(app, row),
  };
}

/** As the operation will choose them, unless the app's variables change meanwhile. */
async function variableNames({ id: appId }: AppRow, row: AddonRow): Promise<string[]> {
  const variables = await listVariables(appId);
  const own = variables.filter(({ addonId }) => addonId === row.id);
  if (own.length > 0) return own.map(({ name }) => name);
  const { url, alias } = addonVariableNames(row.resourceId, new Set(variables.map(({ name }) => name)));
  return alias === null ? [url] : [alias, url];
}

const isTaken = (error: unknown): boolean =>
  error instanceof DomainError && error.code === "conflict" && error.reason === "taken";
