import { plansOn } from "../../core/availability/offer";
import { nodeName } from "../../core/databases/names";
import { targetOf } from "../../core/databases/users";
import type { Build } from "../../core/engines/builds";
import type { Engine } from "../../core/engines/engine";
import { engineOf } from "../../core/engines/engines";
import { DomainError } from "../../core/errors";
import type { OperationKind } from "../../core/operations/state";
import type { Plan } from "../../core/plans/catalog";
import { type ChangeDecision, decideChange } from "../../core/plans/change";
import { OWN_CONNECTIONS } from "../../core/stats/own-traffic";
import type { AddonRow } from "../../db/addons";
import type { AppRow } from "../../db/apps";
import { type DatabaseRow, loadDatabase } from "../../db/databases";
import { type NodeRow, sumReservations } from "../../db/nodes";
import type { Host } from "../../ports/docker-engine";
import type { RedisInfo } from "../../ports/redis-admin";
import type { Ports } from "../context";
import { assertPossible } from "./assert-possible";
import { assertDataNoted } from "./data-gone";
import { assertHostThere } from "./host-there";
import { findServingNode } from "./serving-node";

/** The sampler's, and the one that asks. */
const NOT_CLIENTS = OWN_CONNECTIONS + 1;

/** What a decision about a change rests on, read now; Berth's own connections are not among its clients. */
export type ChangeFacts = {
  app: AppRow;
  addon: AddonRow;
  database: DatabaseRow;
  active: NodeRow;
  info: RedisInfo;
  hosts: Host[];
  reservedByHost: Map<string, number>;
  builds: Build[];
};

/**
 * Reads what a change depends on. @throws DomainError `conflict` unless the database is running, and can be had so changed; `unavailable` when it
 * does not answer: what it holds has to be known.
 */
export async function readChangeFacts(
  ports: Ports,
  { app, addon, kind = "change-plan" }: { app: AppRow; addon: AddonRow; kind?: OperationKind },
): Promise<ChangeFacts> {
  const { resourceId } = addon;
  const database = await loadDatabase(addon.databaseId);
  const active = await findServingNode(ports, database);
  if (addon.status !== "running" || !active)
    throw new DomainError("conflict", "not_running", "Only a running database can be changed.");
  assertPossible(kind, database.nodes);
  assertDataNoted(ports, database, addon);
  await assertHostThere(active, "Until then the database cannot be changed: wait, or restore a backup.");
  const serviceName = nodeName({ instance: ports.instance, resourceId }, active.number);
  const target = targetOf(ports, database, serviceName);
  const [info, hosts, reservedByHost, builds] = await Promise.all([
    ports.redis.info(target),
    ports.engine.listHosts(),
    sumReservations(),
    ports.engine.listBuilds(),
  ]);
  const connectedClients = Math.max(0, info.connectedClients - NOT_CLIENTS);
  return {
    app,
    addon,
    database,
    active,
    info: { ...info, connectedClients },
    hosts,
    reservedByHost,
    builds,
  };
}

/** Whether and how the database can be changed to that plan and version. */
export function decide(
  ports: Ports,
  { active, info, hosts, reservedByHost }: ChangeFacts,
  to: { plan: Plan; engine?: Engine; version: string; isNewerBuild?: boolean },
): ChangeDecision {
  const { planId, version, hostId, reservedBytes } = active;
  const isGroup = active.groupNumber !== null;
  const isAlike = (plan: Plan) => plan.isHighlyAvailable === to.plan.isHighlyAvailable;
  return decideChange({
    engine: engineOf(active.engine),
    catalog: ports.catalog,
    from: { planId, version, hostId: hostId ?? "", reservedBytes, isGroup },
    to,
    data: info,
    hosts,
    reservedByHost,
    plans: plansOn(ports.plans, hosts).filter(isAlike),
  });
}
