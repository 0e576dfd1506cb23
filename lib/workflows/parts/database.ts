import { createHash } from "node:crypto";
import { REPLICA_USER, SENTINEL_USER, sentinelNames } from "../../core/availability/group";
import { groupOf, membersOf } from "../../core/availability/members";
import {
  appNetworkName,
  controlNetworkName,
  type DatabaseName,
  gatewaySecretNames,
  nodeName,
  nodeSecretNames,
} from "../../core/databases/names";
import { ownUsersOf } from "../../core/databases/own-users";
import {
  BERTH_USER,
  GATEWAY_USER,
  otherPasswordOf,
  type ProtectedUser,
  passwordOf,
  targetOf,
} from "../../core/databases/users";
import { engineOf } from "../../core/engines/engines";
import { versionOf } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { getKnown, type Plan } from "../../core/plans/catalog";
import { wantedConfig } from "../../core/settings/wanted-config";
import { MINUTE_MS } from "../../core/units";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { Owner } from "../../ports/docker-engine";
import type { RedisTarget } from "../../ports/redis-admin";
import type { NodeSettings } from "../../ports/redis-replication";
import type { WorkflowContext } from "../deps";
import { nodeService } from "../specs/node-service";

/** Longer than the longest grace period of a node. */
const NODE_STOP_MS = 15 * MINUTE_MS;

export const nameOf = (world: WorkflowContext, { addon }: DatabaseRow): DatabaseName => ({
  instance: world.instance,
  resourceId: addon.resourceId,
});

export const ownerOf = ({ id, app }: DatabaseRow): Owner => ({ appId: app.id, databaseId: id });

/** The node that serves; of a database that is being made, its first. @throws Error when all are removed, which no caller lets happen. */
export function servingNode({ id, nodes }: DatabaseRow): NodeRow {
  const node =
    nodes.find(({ status }) => status === "active") ?? nodes.find(({ status }) => status === "starting");
  if (!node) throw new Error(`database ${id} has no node`);
  return node;
}

/** The nodes that a database is made of: one, or those of its group. @throws as `servingNode`. */
export function nodesOf(database: DatabaseRow): NodeRow[] {
  const members = membersOf(database.nodes);
  return members.length > 0 ? members : [servingNode(database)];
}

export const targetOfNode = (
  world: WorkflowContext,
  database: DatabaseRow,
  { number }: NodeRow,
): RedisTarget => targetOf(world, database, nodeName(nameOf(world, database), number));

/** @throws DomainError `conflict` when the plan is in no catalog any more. */
export const planOf = ({ plans }: WorkflowContext, { planId }: Pick<NodeRow, "planId">): Plan =>
  getKnown(plans, planId);

/** The control network, and the network between the app and its gateways. */
export async function applyNetworks(
  { engine, instance }: WorkflowContext,
  { app }: DatabaseRow,
): Promise<void> {
  const nobody = { appId: null, databaseId: null };
  await engine.applyNetwork({ name: controlNetworkName(instance), owner: nobody, isAttachable: true });
  await engine.applyNetwork({
    name: appNetworkName(instance, app.name),
    owner: { appId: app.id, databaseId: null },
    isAttachable: false,
  });
}

type NodeStart = {
  /** False for a node that the gateway must not follow yet. */
  isGatewayOn: boolean;
  /** True for a node that gets its data by following another one. */
  isFollower?: boolean;
  /** What its predecessor was set to. */
  settings?: NodeSettings;
};

/** The form that Redis keeps a password in. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A node's first configuration and users. */
export async function applyNodeSecrets(
  world: WorkflowContext,
  database: DatabaseRow,
  node: NodeRow,
  { isGatewayOn, isFollower = false, settings }: NodeStart,
): Promise<void> {
  const name = nameOf(world, database);
  const engine = engineOf(node.engine);
  const hashOf = (user: ProtectedUser) => sha256(passwordOf(world, database, user));
  const other = otherPasswordOf(world, database);
  const member = memberStart(world, database, node);
  const acl = engine.usersAcl({
    version: versionOf(engine, node.version),
    resourceId: name.resourceId,
    ownerPasswordHash: hashOf("default"),
    gatewayPasswordHash: hashOf(GATEWAY_USER),
    berthPasswordHash: hashOf(BERTH_USER),
    otherPasswordHash: other === null ? null : sha256(other),
    ownUsers: ownUsersOf(world, database.users),
    isGatewayOn,
    ...(member && {
      group: { sentinelPasswordHash: hashOf(SENTINEL_USER), replicaPasswordHash: hashOf(REPLICA_USER) },
    }),
    ...(settings && { carriedUsers: settings.users }),
  });
  const plan = planOf(world, node);
  // What people have set since wins over what a predecessor was started with.
  const carried = { ...settings?.config, ...wantedConfig(database, { engine, plan }) };
  const content = engine.nodeConf(plan, { carried, isFollower, ...(member && { member }) });
  const secretNames = nodeSecretNames(name, node.number);
  const owner = ownerOf(database);
  await world.engine.applySecret({ name: secretNames.conf, owner, content });
  await world.engine.applySecret({ name: secretNames.acl, owner, content: acl });
}

/** How a node of a group begins; undefined for any other. */
function memberStart(world: WorkflowContext, database: DatabaseRow, { number, groupNumber }: NodeRow) {
  if (groupNumber === null) return undefined;
  const name = nameOf(world, database);
  const follows = number === groupNumber ? null : nodeName(name, groupNumber);
  return { name: nodeName(name, number), follows, password: passwordOf(world, database, REPLICA_USER) };
}

/**
 * Nothing of a node that stands is changed, whatever a later Berth would make of it. One of a group that Sentinels watch already
 * (`isWatched`) follows whom they name from its first start on.
 */
export async function applyNode(
  world: WorkflowContext,
  database: DatabaseRow,
  node: NodeRow,
  {
    isFirstStart,
    isWatched = !isFirstStart && node.status !== "starting",
  }: { isFirstStart: boolean; isWatched?: boolean } = {
    isFirstStart: false,
  },
): Promise<void> {
  const host = (await world.engine.listHosts()).find(({ id }) => id === node.hostId);
  if (!host)
    throw new DomainError("conflict", "host_gone", "The host chosen for this database has left the Swarm.");
  await world.engine.applyService(
    nodeService({
      database: nameOf(world, database),
      owner: ownerOf(database),
      number: node.number,
      lineage: node.lineage,
      engine: engineOf(node.engine),
      version: node.version,
      image: node.image,
      plan: planOf(world, node),
      host,
      isFirstStart,
      ...(node.groupNumber !== null && {
        member: {
          sentinels: sentinelNames(world.instance),
          // What was never watched has nothing yet that another could have more of.
          group: isWatched ? groupOf(database.addon.resourceId, database.nodes) : null,
          isFirst: node.number === node.groupNumber,
        },
      }),
    }),
  );
}

/** One node's service and secrets; its volume stays. */
export async function removeNode(
  world: WorkflowContext,
  database: DatabaseRow,
  { number }: NodeRow,
): Promise<void> {
  const name = nameOf(world, database);
  await world.engine.removeService(nodeName(name, number), NODE_STOP_MS);
  for (const secret of Object.values(nodeSecretNames(name, number))) await world.engine.removeSecret(secret);
}

/** Every node's service; volumes stay. */
export async function removeNodes(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  for (const { number } of database.nodes)
    await world.engine.removeService(nodeName(nameOf(world, database), number), NODE_STOP_MS);
}

export async function removeSecrets(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  const name = nameOf(world, database);
  for (const { number } of database.nodes)
    for (const secret of Object.values(nodeSecretNames(name, number)))
      await world.engine.removeSecret(secret);
  for (let revision = 1; revision <= database.gatewayRevision; revision += 1)
    for (const secret of Object.values(gatewaySecretNames(name, revision)))
      await world.engine.removeSecret(secret);
}

export async function removeVolume(
  world: WorkflowContext,
  database: DatabaseRow,
  { number, hostId }: NodeRow,
): Promise<void> {
  if (hostId) await world.engine.removeVolume(hostId, nodeName(nameOf(world, database), number));
}

/** The volumes of all its nodes, also those kept for a while. */
export async function removeVolumes(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  for (const node of database.nodes) await removeVolume(world, database, node);
}
