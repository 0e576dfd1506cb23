import { randomUUID } from "node:crypto";
import type { OperationView } from "../../contract/operations";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { changeOfBuild, newerImage } from "../../core/engines/builds";
import { engineOf } from "../../core/engines/engines";
import { changeOfEngine } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import type { EventDetail } from "../../core/events/events";
import type { OperationChange, OperationKind } from "../../core/operations/state";
import { getKnown, type Plan } from "../../core/plans/catalog";
import type { ChangeDecision, ChangeWay } from "../../core/plans/change";
import type { Tx } from "../../db/client";
import { insertSuccessor } from "../../db/nodes";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";
import { requirePlanOnHosts } from "../require-plan";
import { type ChangeFacts, decide, readChangeFacts } from "./change-facts";
import { chooseImage } from "./images";
import { newGroup } from "./new-group";

type Wanted = {
  resourceId: string;
  planId?: string;
  /** The provider of another engine; without one it stays. */
  engine?: string | undefined;
  version?: string | undefined;
  way?: ChangeWay | undefined;
  /** What is written with the operation. */
  after?: (tx: Tx, operationId: string) => Promise<void>;
};

/** Begins a change of plan, version or both: what `changePlan` and `upgradeDatabase` share. @throws DomainError with what to do when it cannot be made, or not in this way. */
export async function startChange(ctx: Context, wanted: Wanted): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, wanted.resourceId);
  const facts = await readChangeFacts(ctx, { app, addon });
  const { active } = facts;
  // A database keeps a plan that is not on offer any more, also on another version.
  const { planId } = wanted;
  const plan =
    planId === undefined ? getKnown(ctx.plans, active.planId) : await requirePlanOnHosts(ctx, planId);
  const engine = engineOf(wanted.engine ?? active.engine);
  const version = wanted.version ?? active.version;
  const isNewerBuild =
    planId === undefined &&
    engine.provider === active.engine &&
    version === active.version &&
    newerImage(facts.builds, active.engine, active) !== null;
  const decision = decide(ctx, facts, { plan, engine, version, isNewerBuild });
  if (!decision.allowed) throw refusal(decision, wanted);
  if (decision.way === "stop-first" && wanted.way !== "stop-first") throw roomForOne();
  const release = { engine: engine.provider, version };
  const image = await chooseImage(ctx, release);
  const group = plan.isHighlyAvailable ? await newGroup(ctx, facts.database.id) : null;
  const after = async (tx: Tx, operationId: string) => {
    await group?.(tx);
    await wanted.after?.(tx, operationId);
  };
  return begin(ctx, facts, { plan, ...release, image, way: decision.way, after });
}

/** What depends on the machines may pass; anything else is the wish itself. */
function refusal({ reason, message }: ChangeDecision & { allowed: false }, { planId }: Wanted): DomainError {
  if (reason === "no_room" || reason === "no_host_ready" || reason === "too_few_hosts")
    return new DomainError("conflict", reason, message);
  const field = planId === undefined ? "version" : "planId";
  return new DomainError("invalid", reason, message, { fields: { [field]: [message] } });
}

const roomForOne = () =>
  new DomainError(
    "conflict",
    "no_room_for_two",
    "No host has room for the old and the new Redis at once. The old one can be stopped first, which takes the database away for some seconds to minutes: ask for the way stop-first if that is all right, or make room.",
  );

type Successor = { plan: Plan; engine: string; version: string; image: string | null };

function begin(
  ctx: Context,
  { app, addon, database, active, builds }: ChangeFacts,
  { plan, engine, version, image, way, after }: Successor & { way: ChangeWay; after: Wanted["after"] },
): Promise<OperationView> {
  const toNodeId = randomUUID();
  const change = {
    fromPlanId: active.planId,
    toPlanId: plan.id,
    ...changeOfEngine(active, { engine }),
    fromVersion: active.version,
    toVersion: version,
    fromNodeId: active.id,
    toNodeId,
    ...changeOfBuild(builds, active, { engine, version, image }),
  };
  const successor = {
    id: toNodeId,
    databaseId: database.id,
    predecessorId: active.id,
    planId: plan.id,
    engine,
    version,
    image,
    reservedBytes: databaseMemoryBytes(plan),
    isGroup: plan.isHighlyAvailable ?? false,
    isNewLineage: active.groupNumber !== null,
  };
  return startOperation(ctx, app, {
    kind: kindOf(change, way),
    databaseId: database.id,
    change,
    events: eventsOf(addon.resourceId, change),
    after: async (tx, operationId) => {
      await insertSuccessor(tx, successor);
      await after?.(tx, operationId);
    },
  });
}

function kindOf({ fromPlanId, toPlanId }: OperationChange, way: ChangeWay): OperationKind {
  if (way === "stop-first") return "change-stop-first";
  return fromPlanId === toPlanId ? "upgrade" : "change-plan";
}

function eventsOf(
  resourceId: string,
  { fromPlanId, toPlanId, fromVersion, toVersion, fromEngine, toEngine, fromBuild, toBuild }: OperationChange,
): EventDetail[] {
  const plan: EventDetail = {
    type: "upgrade_addon",
    data: { resourceId, oldPlanId: fromPlanId, planId: toPlanId },
  };
  const version: EventDetail = {
    type: "upgrade_database",
    data: {
      resourceId,
      oldVersion: fromBuild ?? fromVersion,
      version: toBuild ?? toVersion,
      ...(toEngine && { oldEngine: fromEngine, engine: toEngine }),
    },
  };
  return [
    ...(fromPlanId === toPlanId ? [] : [plan]),
    ...(fromVersion === toVersion && fromEngine === toEngine && !toBuild ? [] : [version]),
  ];
}
