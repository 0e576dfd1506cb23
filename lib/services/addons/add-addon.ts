import type { AddAddonInput, AddedAddonView } from "../../contract/addons";
import { canBeHighlyAvailable } from "../../core/availability/offer";
import { engineOf } from "../../core/engines/engines";
import { defaultVersion, offeredVersions } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { addonVariableNames } from "../../core/variables/addon-names";
import { type AddonRow, findAddonByRequestKey, type NewAddon } from "../../db/addons";
import type { AppRow } from "../../db/apps";
import { listVariables } from "../../db/variables";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { chooseImage } from "../databases/images";
import { type NewSentinels, newSentinels } from "../databases/new-group";
import { startOperation } from "../operations/start-operation";
import { requirePlanOnHosts } from "../require-plan";
import { insertNew, newAddon, whileTaken } from "./new-addon";
import { addonView } from "./view";

/**
 * Makes an addon and enqueues its provision. The same `requestKey` again, also at the same moment, answers what the first one made.
 * @throws DomainError `not_found`; `invalid` for an unknown plan; `conflict` while the app is being deleted, or when
 * an image is gone.
 */
export async function addAddon(ctx: Context, input: AddAddonInput): Promise<AddedAddonView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app);
  const plan = await requirePlanOnHosts(ctx, input.planId);
  const version = requireVersion(ctx, input);
  if (plan.isHighlyAvailable) assertWatchable({ ...input, version });
  const sentinels = plan.isHighlyAvailable ? await newSentinels(ctx) : null;
  let image: string | null = null;
  // Either the number or the request key is taken: the next round finds out which.
  return whileTaken(async (tries) => {
    const find = () => findAddonByRequestKey(app.id, input.requestKey);
    const earlier = await find();
    if (earlier) return addedView(app, earlier);
    if (tries === 1) image = await chooseImage(ctx, { engine: input.provider, version });
    await insert(ctx, app, { addon: newAddon(ctx, { ...input, app, plan, version, image }), sentinels });
    return addedView(app, await find());
  });
}

type Wanted = { addon: NewAddon; sentinels: NewSentinels | null };

async function insert(ctx: Context, app: AppRow, { addon, sentinels }: Wanted): Promise<void> {
  const { databaseId, resourceId, planId } = addon;
  await startOperation(ctx, app, {
    kind: "provision",
    databaseId,
    events: [{ type: "new_addon", data: { resourceId, planId } }],
    before: (tx) => insertNew(tx, { addon, sentinels }),
  });
}

/** @throws DomainError `invalid` for a version that Sentinels cannot watch. */
function assertWatchable({ provider, version }: { provider: string; version: string }): void {
  const decision = canBeHighlyAvailable(engineOf(provider), version);
  if (decision.allowed) return;
  const { reason, message } = decision;
  throw new DomainError("invalid", reason, message, { fields: { version: [message] } });
}

/** The contract knows versions of every engine; this one has to be the provider's. */
function requireVersion({ catalog }: Context, { provider, version }: AddAddonInput): string {
  const engine = engineOf(provider);
  const offered = offeredVersions(catalog, engine);
  if (version === undefined && offered.length > 0) return defaultVersion(catalog, engine);
  if (version !== undefined && offered.includes(version)) return version;
  const message = `${engine.name}${version === undefined ? "" : ` ${version}`} is not on offer.`;
  throw new DomainError("invalid", "version_unknown", message, { fields: { version: [message] } });
}

async function addedView(app: AppRow, row: AddonRow | null): Promise<AddedAddonView> {
  if (!row?.operation) throw new Error(`addon ${row?.id} has no operation`);
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
