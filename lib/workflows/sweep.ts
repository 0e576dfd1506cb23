import { appServiceName, gatewayName, nodeName } from "../core/databases/names";
import { listDeletedApps, listStartedApps } from "../db/apps";
import {
  type DatabaseRow,
  listEndedDatabases,
  listExpiredVolumes,
  listServingDatabases,
  setVolumeRemoved,
} from "../db/databases";
import type { Resource } from "../ports/docker-engine";
import type { World } from "./deps";
import { applyAppService } from "./parts/app-service";
import { applyGateway, applyNetworks, applyNode, applySecrets, currentNode, nameOf } from "./parts/database";

const STOP_MS = 60_000;

/**
 * Takes away what ended operations could not: services, secrets and networks of databases and apps that are no more, and volumes
 * whose time is over; and brings back what is missing of what runs. What belongs to an unfinished operation, or to nothing in the records, is left alone. Safe at any time.
 */
export async function sweep(world: World, now: Date): Promise<void> {
  const resources = await world.engine.listResources();
  const databaseIds = new Set(resources.flatMap(({ owner }) => owner.databaseId ?? []));
  const appIds = new Set(resources.flatMap(({ owner }) => (owner.databaseId ? [] : (owner.appId ?? []))));
  const endedDatabases = new Set(
    (await listEndedDatabases([...databaseIds])).filter(isOver).map(({ id }) => id),
  );
  const deletedApps = new Set(await listDeletedApps([...appIds]));
  const leftOver = resources.filter(({ owner: { databaseId, appId } }) =>
    databaseId ? endedDatabases.has(databaseId) : appId !== null && deletedApps.has(appId),
  );
  for (const type of ["service", "secret", "network"] as const)
    for (const resource of leftOver.filter((candidate) => candidate.type === type))
      await removeResource(world, resource);
  await removeExpiredVolumes(world, now);
  await restoreMissing(
    world,
    new Set(resources.flatMap(({ type, name }) => (type === "service" ? [name] : []))),
  );
}

/** Brings back services of running databases and apps that somebody, or something, took off the engine. */
async function restoreMissing(world: World, present: ReadonlySet<string>): Promise<void> {
  for (const database of await listServingDatabases()) {
    const name = nameOf(world, database);
    if (present.has(nodeName(name, currentNode(database).number)) && present.has(gatewayName(name))) continue;
    await applyNetworks(world, database);
    await applySecrets(world, database);
    await applyNode(world, database);
    await applyGateway(world, database);
  }
  for (const { id, name } of await listStartedApps())
    if (!present.has(appServiceName(world.instance, name))) await applyAppService(world, id);
}

/** A removal that failed keeps its nodes: it is for a person to try again. */
const isOver = ({ nodes }: DatabaseRow): boolean => nodes.every(({ status }) => status === "removed");

async function removeResource({ engine }: World, { type, name }: Resource): Promise<void> {
  if (type === "service") await engine.removeService(name, STOP_MS);
  if (type === "secret") await engine.removeSecret(name);
  if (type === "network") await engine.removeNetwork(name);
}

async function removeExpiredVolumes({ engine, instance }: World, now: Date): Promise<void> {
  for (const { nodeId, nodeNumber, resourceId, hostId } of await listExpiredVolumes(now)) {
    await engine.removeVolume(hostId, nodeName({ instance, resourceId }, nodeNumber));
    await setVolumeRemoved(nodeId);
  }
}
