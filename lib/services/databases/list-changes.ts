import type { ChangeOptionView, ChangesView, OtherEngineView, UndoView } from "../../contract/changes";
import type { DatabaseInput } from "../../contract/databases";
import { plansOn } from "../../core/availability/offer";
import { needsNewGateway } from "../../core/databases/gateway-config";
import { buildName, isThere, newerImage } from "../../core/engines/builds";
import type { Engine } from "../../core/engines/engine";
import { engineNotes } from "../../core/engines/engine-notes";
import { engineOf } from "../../core/engines/engines";
import { laterVersions, otherEngines, versionOf } from "../../core/engines/versions";
import { findKnown, getKnown, type Plan } from "../../core/plans/catalog";
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
  const newer = newerImage(facts.builds, active.engine, active);
  const options = plansOn(ctx.plans, facts.hosts).flatMap((plan) =>
    [present, ...laterVersions(ctx.catalog, engineOf(active.engine), present)].map((version) =>
      optionOf(ctx, facts, { plan, version }),
    ),
  );
  const to = { plan: getKnown(ctx.plans, active.planId), version: present, isNewerBuild: true };
  return {
    planId: active.planId,
    engine: active.engine,
    version: present,
    usedMemoryBytes: info.usedMemoryBytes,
    connectedClients: info.connectedClients,
    restartsApp: app.source !== "none",
    options,
    newerBuild: newer === null ? null : { name: buildName(newer), option: optionOf(ctx, facts, to) },
    otherEngines: otherEngineViews(ctx, facts),
    undo: undoView(facts),
  };
}

/** Every release of another engine that is there, also those that are refused: whoever looks for one learns why, and what works. */
function otherEngineViews(ctx: Context, facts: ChangeFacts): OtherEngineView[] {
  const { active, builds } = facts;
  const plan = getKnown(ctx.plans, active.planId);
  const there = ctx.catalog.filter((release) => isThere(builds, release));
  return otherEngines(there, engineOf(active.engine)).map(({ engine, version }) => ({
    engine: engine.provider,
    name: `${engine.name} ${version}`,
    notes: engineNotes({
      from: versionOf(engineOf(active.engine), active.version),
      to: versionOf(engine, version),
    }),
    option: optionOf(ctx, facts, { plan, engine, version }),
  }));
}

function optionOf(
  ctx: Context,
  facts: ChangeFacts,
  to: { plan: Plan; engine?: Engine; version: string; isNewerBuild?: boolean },
): ChangeOptionView {
  const { plan, version } = to;
  const target = { planId: plan.id, version };
  const engine = to.engine ?? engineOf(facts.active.engine);
  const release = ctx.catalog.find((known) => known.engine === engine.provider && known.version === version);
  if (release && !isThere(facts.builds, release))
    return { ...target, isAllowed: false, reason: "image_missing", message: notBuilt(engine, version) };
  const decision = decide(ctx, facts, to);
  if (!decision.allowed)
    return { ...target, isAllowed: false, reason: decision.reason, message: decision.message };
  const { way, evictedBytes, isUndoable } = decision;
  const isGatewayReplaced =
    plan.isHighlyAvailable ||
    facts.active.groupNumber !== null ||
    needsNewGateway({
      generation: facts.database.gatewayGeneration,
      fromClientsMax: findKnown(ctx.plans, facts.active.planId)?.clientsMax,
      toClientsMax: plan.clientsMax,
    });
  return { ...target, isAllowed: true, way, evictedBytes, isUndoable, reconnects: isGatewayReplaced ? 2 : 1 };
}

const notBuilt = ({ name, provider }: Engine, version: string): string =>
  `${name} ${version} is made on demand, and is not there yet. Ask whoever runs this Berth to run bin/admin engines build ${provider}:${version}.`;

function undoView({ database, active, info }: ChangeFacts): UndoView | null {
  const undo = findUndo(database, active, new Date());
  if (!undo || undo.node.dataGoneAt) return null;
  const { planId, engine, version } = undo.node;
  return {
    planId,
    engine,
    version,
    availableUntil: undo.until.toISOString(),
    lostBytes: bytesSince(active, info),
  };
}
