import type { ChangeOptionView, ChangesView, UndoView } from "../../contract/changes";
import type { DatabaseInput } from "../../contract/databases";
import { needsNewGateway } from "../../core/databases/gateway-config";
import { engineOf } from "../../core/engines/engines";
import { laterVersions } from "../../core/engines/versions";
import { findKnown, offeredPlans } from "../../core/plans/catalog";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { type ChangeFacts, decide, readChangeFacts } from "./change-facts";
import { bytesSince, findUndo } from "./undo";

/** What the database can be changed to now, plans in the catalog's order. @throws DomainError `not_found`; `conflict` unless it is running; `unavailable`. */
export async function listChanges(ctx: Context, { resourceId }: DatabaseInput): Promise<ChangesView> {
  const { app, addon } = await requireDatabase(ctx, resourceId, "look");
  const facts = await readChangeFacts(ctx, { app, addon });
  const { active, database, info } = facts;
  const present = active.version;
  const clientsMax = findKnown(ctx.plans, active.planId)?.clientsMax;
  const options = offeredPlans(ctx.plans).flatMap((plan) =>
    [present, ...laterVersions(ctx.catalog, engineOf(addon.provider), present)].map(
      (version): ChangeOptionView => {
        const decision = decide(ctx, facts, { plan, version });
        const target = { planId: plan.id, version };
        if (decision.allowed) {
          const { way, evictedBytes } = decision;
          const isGatewayReplaced = needsNewGateway({
            generation: database.gatewayGeneration,
            fromClientsMax: clientsMax,
            toClientsMax: plan.clientsMax,
          });
          const reconnects = isGatewayReplaced ? 2 : 1;
          return { ...target, isAllowed: true, way, evictedBytes, reconnects };
        }
        return { ...target, isAllowed: false, reason: decision.reason, message: decision.message };
      },
    ),
  );
  return {
    planId: active.planId,
    version: present,
    usedMemoryBytes: info.usedMemoryBytes,
    connectedClients: info.connectedClients,
    restartsApp: app.source !== "none",
    options,
    undo: undoView(facts),
  };
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
