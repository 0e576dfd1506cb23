import { z } from "zod";
import type { SetFeatureInput } from "../../contract/databases";
import type { OperationView } from "../../contract/operations";
import { NO_PUBLIC_HOST } from "../../core/databases/network";
import { DomainError } from "../../core/errors";
import { decideFeature, type WantedFeature } from "../../core/features/decide";
import { type FeatureState, stateOf } from "../../core/features/features";
import { OPTIONS_OF } from "../../core/features/options";
import { warningOf } from "../../core/features/warning";
import { loadDatabase } from "../../db/databases";
import { listFeatures, setFeature as writeFeature } from "../../db/features";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { assertWhole } from "../databases/assert-possible";
import { assertDataNoted } from "../databases/data-gone";
import { startOperation } from "../operations/start-operation";

/**
 * Begins to switch a feature on or off. @throws DomainError `not_found`; `invalid` reason `already_setup` or `not_setup` for what is so already,
 * and for options that it does not take, a feature that it needs or that needs it, or without the yes to what it costs; `conflict` unless
 * the database is running, or while another operation runs (named).
 */
export async function setFeature(ctx: Context, input: SetFeatureInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const database = await loadDatabase(addon.databaseId);
  const { id: databaseId, features } = database;
  const wanted = readWanted(input);
  const { name, ...setting } = wanted;
  assertAllowed(features, wanted, input.acceptsLoss);
  if (wanted.isOn && name === "publicly-available" && ctx.publicHost === null)
    throw new DomainError("conflict", "no_public_host", NO_PUBLIC_HOST);
  if (addon.status !== "running")
    throw new DomainError("conflict", "not_running", "Only a running database can be changed.");
  assertDataNoted(ctx, database, addon);
  await assertWhole(ctx, database);
  const { isOn, options } = stateOf(features, name);
  return startOperation(ctx, app, {
    kind: "set-feature",
    databaseId,
    feature: { name, wanted: setting, former: { isOn, options } },
    events: [],
    after: async (tx) => {
      await assertSame(databaseId, features);
      await writeFeature(tx, { databaseId, name }, { ...setting, status: "PENDING" });
    },
  });
}

/** Options are those of a feature that is on: off it has none. */
function readWanted({ name, isOn, options }: SetFeatureInput): WantedFeature {
  const parsed = OPTIONS_OF[name].safeParse(isOn ? (options ?? {}) : {});
  if (parsed.success) return { name, isOn, options: parsed.data };
  const { fieldErrors } = z.flattenError(parsed.error);
  const message = parsed.error.issues[0]?.message ?? "These options are none of this feature.";
  throw new DomainError("invalid", "options", message, { fields: { options: [message], ...fieldErrors } });
}

function assertAllowed(features: readonly FeatureState[], wanted: WantedFeature, acceptsLoss: boolean): void {
  const decision = decideFeature(features, wanted);
  if (!decision.allowed) throw new DomainError("invalid", decision.reason, decision.message);
  const warning = warningOf(features, wanted);
  if (warning && !acceptsLoss)
    throw new DomainError("invalid", "loss_not_accepted", warning, { fields: { acceptsLoss: [warning] } });
}

/** What was decided by what stood before the app was locked holds only if it still stands. */
async function assertSame(databaseId: string, before: readonly FeatureState[]): Promise<void> {
  if (JSON.stringify(await listFeatures(databaseId)) === JSON.stringify(before)) return;
  throw new DomainError(
    "conflict",
    "changed_meanwhile",
    "Somebody has switched a feature meanwhile. Try again.",
  );
}
