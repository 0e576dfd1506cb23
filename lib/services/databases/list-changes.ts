import type { ChangeOptionView, ChangesView, UndoView } from "../../contract/changes";
import type { DatabaseInput } from "../../contract/databases";
import { needsNewGateway } from "../../core/databases/gateway-config";
import { buildName, newerImage } from "../../core/engines/builds";
import { engineOf } from "../../core/engines/engines";
import { laterVersions } from "../../core/engines/versions";
import { findKnown, getKnown, offeredPlans, type Plan } from "../../core/plans/catalog";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { type ChangeFacts, decide, readChangeFacts } from "./change-facts";
import { bytesSince, findUndo } from "./undo";

/** What the database can be changed to now, plans in the catalog's order. @throws DomainError `not_found`; `conflict` unless it is running; `unavailable`. */
export async function listChanges(ctx: Context, { resourceId }: DatabaseInput): Promise<ChangesView> {
  const { app, addon } = await requireDatabase(ctx, resourceId, "look");
  const facts = await readChangeFacts(ctx, { app, addon });
  const { active, info } = facts;
  const present = active.version;
  const newer = newerImage(facts.builds, addon.provider, active);
  const options = offeredPlans(ctx.plans).flatMap((plan) =>
    [present, ...laterVersions(ctx.catalog, engineOf(addon.provider), present)].map((version) =>
      optionOf(ctx, facts, { plan, version }),
    ),
  );
  const to = { plan: getKnown(ctx.plans, active.planId), version: present, isNewerBuild: true };
  return {
    planId: active.planId,
    version: present,
    usedMemoryBytes: info.usedMemoryBytes,
    connectedClients: info.connectedClients,
    restartsApp: app.source !== "none",
    options,
    newerBuild: newer === null ? null : { name: buildName(newer), option: optionOf(ctx, facts, to) },
    undo: undoView(facts),
  };
}

function optionOf(
  ctx: Context,
  facts: ChangeFacts,
  to: { plan: Plan; version: string; isNewerBuild?: boolean },
): ChangeOptionView {
  const { plan, version } = to;
  const target = { planId: plan.id, version };
  const decision = decide(ctx, facts, to);
  if (!decision.allowed)
    return { ...target, isAllowed: false, reason: decision.reason, message: decision.message };
  const { way, evictedBytes } = decision;
  const isGatewayReplaced = needsNewGateway({
    generation: facts.database.gatewayGeneration,
    fromClientsMax: findKnown(ctx.plans, facts.active.planId)?.clientsMax,
    toClientsMax: plan.clientsMax,
  });
  return { ...target, isAllowed: true, way, evictedBytes, reconnects: isGatewayReplaced ? 2 : 1 };
}

function undoView({ database, active, info }: ChangeFacts): UndoView | null {
  const undo = findUndo(database, active, new Date());
  if (!undo || undo.node.dataGoneAt) return null;
  const { planId, version } = undo.node;
  return {
    planId,
    version,
    availableUntil: undo.until.toISOString(),
    lostBytes: bytesSince(active, info),
  };
}
