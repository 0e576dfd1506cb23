import { randomUUID } from "node:crypto";
import type { OperationView } from "../../contract/operations";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { nodeName } from "../../core/databases/names";
import { parseRedisVersion, type RedisVersion } from "../../core/databases/versions";
import { DomainError } from "../../core/errors";
import type { OperationKind } from "../../core/operations/state";
import { offeredPlans, type Plan } from "../../core/plans/catalog";
import { type ChangeDecision, type ChangeWay, decideChange } from "../../core/plans/change";
import type { AddonRow } from "../../db/addons";
import type { AppRow } from "../../db/apps";
import type { Tx } from "../../db/client";
import { type DatabaseRow, loadDatabase, type NodeRow, sumReservations } from "../../db/databases";
import { insertEvent } from "../../db/events";
import { insertSuccessor } from "../../db/nodes";
import { insertOperation, loadOperation } from "../../db/operations";
import type { Host } from "../../ports/docker-engine";
import type { RedisInfo } from "../../ports/redis-admin";
import { changeApp, requireDatabase } from "../access";
import type { Context } from "../context";
import { operationView } from "../operations/view";
import { assertDataNoted } from "./data-gone";
import { assertImages } from "./images";
import { passwordOf } from "./passwords";

/** What a decision about a change rests on, read now. */
export type ChangeFacts = {
  app: AppRow;
  addon: AddonRow;
  database: DatabaseRow;
  active: NodeRow;
  info: RedisInfo;
  hosts: Host[];
  reservedByHost: Map<string, number>;
};

/**
 * Reads what a change depends on. @throws DomainError `not_found`; `conflict` unless the database is running; `unavailable` when it
 * does not answer: what it holds has to be known.
 */
export async function readChangeFacts(ctx: Context, name: string): Promise<ChangeFacts> {
  const { app, addon } = await requireDatabase(ctx, name);
  const { resourceId } = addon;
  const database = await loadDatabase(addon.databaseId);
  const active = database.nodes.find(({ status }) => status === "active");
  if (addon.status !== "running" || !active)
    throw new DomainError("conflict", "not_running", "Only a running database can be changed.");
  assertDataNoted(ctx, database, addon);
  const target = {
    serviceName: nodeName({ instance: ctx.instance, resourceId }, active.number),
    user: "berth",
    password: passwordOf(ctx.cipher, database, "berth"),
  };
  const [info, hosts, reservedByHost] = await Promise.all([
    ctx.redis.info(target),
    ctx.engine.listHosts(),
    sumReservations(),
  ]);
  return { app, addon, database, active, info, hosts, reservedByHost };
}

/** Whether and how a database can become that plan and version now. Asks nobody: the facts are given. */
export function decide(
  ctx: Context,
  { active, info, hosts, reservedByHost }: ChangeFacts,
  to: { plan: Plan; version: RedisVersion },
): ChangeDecision {
  const { planId, hostId, reservedBytes } = active;
  return decideChange({
    from: { planId, version: parseRedisVersion(active.version), hostId: hostId ?? "", reservedBytes },
    to,
    data: info,
    hosts,
    reservedByHost,
    plans: offeredPlans(ctx.plans),
  });
}

type Wanted = { resourceId: string; planId?: string; version?: RedisVersion | undefined; way: ChangeWay };

/** Begins a change of plan, version or both. @throws DomainError with what to do when it cannot be made, or not in this way. */
export async function startChange(ctx: Context, wanted: Wanted): Promise<OperationView> {
  const facts = await readChangeFacts(ctx, wanted.resourceId);
  const { active } = facts;
  const plan = requirePlan(ctx, wanted.planId ?? active.planId);
  const version = wanted.version ?? parseRedisVersion(active.version);
  const decision = decide(ctx, facts, { plan, version });
  if (!decision.allowed) throw refusal(decision, wanted);
  if (decision.way === "stop-first" && wanted.way !== "stop-first") throw roomForOne();
  await assertImages(ctx, version);
  return begin(ctx, facts, { plan, version, way: decision.way });
}

function requirePlan(ctx: Context, planId: string): Plan {
  const plan = offeredPlans(ctx.plans).find(({ id }) => id === planId);
  if (plan) return plan;
  const message = `There is no plan ${planId}.`;
  throw new DomainError("invalid", "unknown_plan", message, { fields: { planId: [message] } });
}

/** What depends on the machines may pass; anything else is the wish itself. */
function refusal({ reason, message }: ChangeDecision & { allowed: false }, { planId }: Wanted): DomainError {
  if (reason === "no_room" || reason === "no_host_ready") return new DomainError("conflict", reason, message);
  const field = planId === undefined ? "version" : "planId";
  return new DomainError("invalid", reason, message, { fields: { [field]: [message] } });
}

const roomForOne = () =>
  new DomainError(
    "conflict",
    "no_room_for_two",
    "No host has room for the old and the new Redis at once. The old one can be stopped first, which takes the database away for some seconds to minutes: ask for the way stop-first if that is all right, or make room.",
  );

async function begin(
  ctx: Context,
  { app, addon, database, active }: ChangeFacts,
  { plan, version, way }: { plan: Plan; version: RedisVersion; way: ChangeWay },
): Promise<OperationView> {
  const id = randomUUID();
  const change = {
    fromPlanId: active.planId,
    toPlanId: plan.id,
    fromVersion: active.version,
    toVersion: version,
  };
  const kind = kindOf(change, way);
  const actorId = ctx.actor.userId;
  const databaseId = database.id;
  await changeApp(ctx, app, async (tx) => {
    await insertOperation(tx, { id, kind, appId: app.id, databaseId, actorId, change });
    await insertSuccessor(tx, {
      databaseId,
      predecessorId: active.id,
      planId: plan.id,
      version,
      reservedBytes: databaseMemoryBytes(plan),
    });
    await insertEvents(tx, { appId: app.id, databaseId, operationId: id, actorId }, addon.resourceId, change);
  });
  return operationView(await loadOperation(id));
}

type ChangeNames = { fromPlanId: string; toPlanId: string; fromVersion: string; toVersion: string };

function kindOf({ fromPlanId, toPlanId }: ChangeNames, way: ChangeWay): OperationKind {
  if (way === "stop-first") return "change-stop-first";
  return fromPlanId === toPlanId ? "upgrade" : "change-plan";
}

async function insertEvents(
  tx: Tx,
  event: { appId: string; databaseId: string; operationId: string; actorId: string },
  resourceId: string,
  { fromPlanId, toPlanId, fromVersion, toVersion }: ChangeNames,
): Promise<void> {
  if (fromPlanId !== toPlanId) {
    const data = { resourceId, oldPlanId: fromPlanId, planId: toPlanId };
    await insertEvent(tx, { ...event, type: "upgrade_addon", data });
  }
  if (fromVersion !== toVersion) {
    const data = { resourceId, oldVersion: fromVersion, version: toVersion };
    await insertEvent(tx, { ...event, type: "upgrade_database", data });
  }
}
