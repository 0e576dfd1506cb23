import { membersOf } from "../../core/availability/members";
import { GATEWAY_GENERATION } from "../../core/databases/gateway-door";
import { HAPROXY_IMAGE } from "../../core/databases/images";
import { controlNetworkName, gatewayName, gatewaySecretNames, nodeName } from "../../core/databases/names";
import { GATEWAY_USER, passwordOf, targetOf } from "../../core/databases/users";
import { DomainError, isUnavailable, onlyUnavailable } from "../../core/errors";
import { clientsMaxOf } from "../../core/settings/settings";
import { MINUTE_MS, SECOND_MS } from "../../core/units";
import { transaction } from "../../db/client";
import { type DatabaseRow, loadDatabase, raiseGatewayRevision } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { GatewayDoor, GatewayPlace } from "../../ports/gateways";
import type { RedisTarget } from "../../ports/redis-admin";
import type { Fenced } from "../../ports/redis-replication";
import type { Deps, WorkflowContext } from "../deps";
import { gatewaySecrets, gatewayService, gatewayStartValues } from "../specs/gateway-service";
import { certificateOf } from "./certificate";
import { nameOf, ownerOf, planOf, servingNode, targetOfNode } from "./database";
import { onlyDomainErrors } from "./ending";
import { placeOfGateway } from "./gateway-place";
import { applyPublicGate, removePublicGate } from "./public-gate";

const STOP_MS = 30 * SECOND_MS;
/** A gateway that takes no commands for so long is replaced by one that does. */
const TELL_MS = 15 * SECOND_MS;
/** The new one has to run first; the old one is then killed after its grace period. */
const RENEWAL_MS = MINUTE_MS;

/** The gateway with the limits of the plan that serves; the files of the revision before go. Leaves alone one that runs as it should. */
export async function applyGateway(world: WorkflowContext, former: DatabaseRow): Promise<DatabaseRow> {
  const { engine, authority } = world;
  const database = await ofPresentGeneration(former);
  const name = nameOf(world, database);
  const node = servingNode(database);
  const plan = planOf(world, node);
  const members = membersOf(database.nodes);
  const owner = ownerOf(database);
  const revision = database.gatewayRevision;
  const secrets = gatewaySecrets({
    database: name,
    owner,
    revision,
    config: {
      lineage: node.lineage,
      gatewayPassword: passwordOf(world, database, GATEWAY_USER),
      clientsMax: plan.clientsMax,
      controlSubnet: await engine.networkSubnet(controlNetworkName(world.instance)),
      ...(members.length > 0 && { members: members.map(({ number }) => nodeName(name, number)) }),
    },
    certificate: await certificateOf(world, database),
    authorityPem: await authority.certificatePem(),
  });
  await Promise.all(secrets.map((secret) => engine.applySecret(secret)));
  const { app } = database;
  const { isTlsForced } = database;
  const isGroup = members.length > 0;
  // Swarm starts those of a group wherever it likes, and knows nothing of which host has their image.
  if (isGroup) await engine.spreadImage(HAPROXY_IMAGE).catch(onlyUnavailable);
  await engine.applyService(
    gatewayService({
      database: name,
      owner,
      appName: app.name,
      revision,
      plan,
      isTlsForced,
      clientsMax: clientsMaxOf(database.settings, plan),
      hostId: isGroup ? null : node.hostId,
      lineage: node.lineage,
      isGroup,
    }),
  );
  if (revision > 1)
    for (const secret of Object.values(gatewaySecretNames(name, revision - 1)))
      await engine.removeSecret(secret);
  await applyPublicGate(world, database);
  return database;
}

/**
 * Before a hand-over: no gateway of an earlier generation is left. One is replaced, which drops its clients once, and waited for: its
 * container lives on for seconds, can be reached, and leads to the old node whatever the new one is told.
 */
export async function renewGateway(deps: Deps, database: DatabaseRow): Promise<void> {
  const renewed = await ofPresentGeneration(database);
  const serviceName = gatewayName(nameOf(deps, database));
  const isOld = () => deps.engine.hasOlderTasks(serviceName, renewed.gatewayRevision);
  if (!(await isOld())) return;
  await applyGateway(deps, renewed);
  await deps.waitUntil(
    async () => {
      if (await isOld())
        throw new DomainError("unavailable", "gateway_not_replaced", "The former gateway has not ended yet.");
    },
    { timeoutMs: RENEWAL_MS },
  );
}

const ofPresentGeneration = async (database: DatabaseRow): Promise<DatabaseRow> =>
  database.gatewayGeneration >= GATEWAY_GENERATION ? database : raiseRevision(database);

async function raiseRevision({ id }: DatabaseRow): Promise<DatabaseRow> {
  await transaction((tx) => raiseGatewayRevision(tx, id, GATEWAY_GENERATION));
  return loadDatabase(id);
}

/** Lets in as many connections as the plan that serves says, or as people want within it; the gateway itself is replaced only if it cannot be told. */
export async function setGatewayLimits(deps: Deps, database: DatabaseRow): Promise<void> {
  const renewed = await applyGateway(deps, database);
  const clientsMax = clientsMaxOf(renewed.settings, planOf(deps, servingNode(renewed)));
  await deps.engine.setStartValues(
    gatewayName(nameOf(deps, renewed)),
    gatewayStartValues({ clientsMax, isTlsForced: renewed.isTlsForced }),
  );
  await tellOrReplace(deps, renewed, (place) => deps.gateways.setClientsMax(place, clientsMax));
}

/** Tells the gateway, and whatever starts later, whether plain text is refused. Those who speak it then are disconnected. */
export async function tellForced(deps: Deps, database: DatabaseRow): Promise<void> {
  const { isTlsForced, settings } = database;
  const serviceName = gatewayName(nameOf(deps, database));
  const clientsMax = clientsMaxOf(settings, planOf(deps, servingNode(database)));
  await deps.engine.setStartValues(serviceName, gatewayStartValues({ clientsMax, isTlsForced }));
  await tellOrReplace(deps, database, (place) => deps.gateways.setTlsForced(place, isTlsForced));
}

async function tellOrReplace(
  deps: Deps,
  database: DatabaseRow,
  tell: (place: GatewayPlace) => Promise<void>,
): Promise<void> {
  try {
    await deps.waitUntil(async () => tell(await placeOfGateway(deps, database)), { timeoutMs: TELL_MS });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    await replaceGateway(deps, database);
  }
}

/** By another one with the newest files, which drops its clients once. */
export const replaceGateway = async (world: WorkflowContext, database: DatabaseRow): Promise<void> =>
  void (await applyGateway(world, await raiseRevision(database)));

/** Runs `work` with the gateway's door open; with null where there is no way in, so that only the gateway's own checks tell it anything. */
export async function withDoor<T>(
  world: WorkflowContext,
  database: DatabaseRow,
  work: (gateway: GatewayDoor | null) => Promise<T>,
): Promise<T> {
  const open = async () => world.gateways.open(await placeOfGateway(world, database));
  const door = await open().catch(onlyUnavailable);
  try {
    return await work(door);
  } finally {
    door?.close();
  }
}

/** Lets no client reach the node any more: the gateway leaves it first, for another one if there is one. Answers what it ended with. */
export const fenceNode = (
  world: WorkflowContext,
  database: DatabaseRow,
  { node, hasNext }: { node: NodeRow; hasNext: boolean },
): Promise<Fenced> =>
  withDoor(world, database, async (gateway) => {
    if (hasNext) await gateway?.waitForNext().catch(onlyDomainErrors);
    return world.replication.fence(targetOfNode(world, database, node), gateway);
  });

export async function removeGateway(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  await removePublicGate(world, database);
  await world.engine.removeService(gatewayName(nameOf(world, database)), STOP_MS);
}

/** How the control plane reaches the node that serves by way of the gateway: as a client does, with TLS where the gateway speaks it. */
export const targetOfGateway = (world: WorkflowContext, database: DatabaseRow): RedisTarget => ({
  ...targetOf(world, database, gatewayName(nameOf(world, database))),
  ...(database.gatewayGeneration >= GATEWAY_GENERATION && { tlsName: database.addon.resourceId }),
});
