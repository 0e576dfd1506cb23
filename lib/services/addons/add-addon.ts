import { randomInt, randomUUID } from "node:crypto";
import type { AddAddonInput, AddedAddonView } from "../../contract/addons";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { engineOf } from "../../core/engines/engines";
import { defaultVersion, offeredVersions } from "../../core/engines/versions";
import { DomainError, hasReason } from "../../core/errors";
import type { Plan } from "../../core/plans/catalog";
import { addonVariableNames } from "../../core/variables/addon-names";
import { type AddonRow, findAddonByRequestKey, insertAddon } from "../../db/addons";
import type { AppRow } from "../../db/apps";
import { listVariables } from "../../db/variables";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { assertImages } from "../databases/images";
import { startOperation } from "../operations/start-operation";
import { requirePlan } from "../require-plan";
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
  const version = requireVersion(input);
  for (let tries = 1; ; tries += 1) {
    const earlier = await findAddonByRequestKey(app.id, input.requestKey);
    if (earlier) return addedView(app, earlier);
    if (tries === 1) await assertImages(ctx, input.provider, version);
    try {
      await insert(ctx, { app, plan, version, input });
    } catch (error) {
      // Either the number or the request key is taken: the next round finds out which.
      if (!hasReason(error, "taken") || tries === NUMBER_TRIES_MAX) throw error;
    }
  }
}

type NewAddon = { app: AppRow; plan: Plan; version: string; input: AddAddonInput };

async function insert(ctx: Context, { app, plan, version, input }: NewAddon): Promise<void> {
  const resourceId = `${app.name}-${randomInt(1_000, 10_000)}`;
  const databaseId = randomUUID();
  const addon = {
    id: `ad-${randomUUID()}`,
    appId: app.id,
    provider: input.provider,
    planId: plan.id,
    resourceId,
    requestKey: input.requestKey,
    databaseId,
    version,
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

/** The contract knows versions of every engine; this one has to be the provider's. */
function requireVersion({ provider, version }: AddAddonInput): string {
  const engine = engineOf(provider);
  const wanted = version ?? defaultVersion(engine);
  if (offeredVersions(engine).includes(wanted)) return wanted;
  const message = `${engine.name} ${wanted} is not on offer.`;
  throw new DomainError("invalid", "version_unknown", message, { fields: { version: [message] } });
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
