import { appServiceName, nodeName, nodeSecretNames } from "../core/databases/names";
import { isUnavailable } from "../core/errors";
import { listDeletedApps, listStartedApps } from "../db/apps";
import {
  type DatabaseRow,
  listEndedDatabases,
  listFailedChanges,
  listServingDatabases,
} from "../db/databases";
import { endLoan, listOverdueLoans } from "../db/node-loans";
import { listExpiredVolumes, setVolumeRemoved } from "../db/node-volumes";
import type { Resource } from "../ports/docker-engine";
import type { World } from "./deps";
import { applyAppService } from "./parts/app-service";
import { nameOf, removeNode, servingNode, targetOfNode } from "./parts/database";
import { restoreLinks } from "./parts/linked-apps";
import { restoreDatabase } from "./parts/restore-database";

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
  await endChanges(world, resources);
  await endLoans(world, now);
  await removeExpiredVolumes(world, now);
  await restoreMissing(
    world,
    new Set(resources.flatMap(({ type, name }) => (type === "service" ? [name] : []))),
  );
}

/**
 * Ends what changes of running databases left: services and secrets of nodes that are no more, and a node still closed to clients
 * because it did not answer when its change failed.
 */
async function endChanges(world: World, resources: readonly Resource[]): Promise<void> {
  const present = new Set(resources.map(({ name }) => name));
  const closed = new Set(await listFailedChanges());
  for (const database of await listServingDatabases()) {
    const name = nameOf(world, database);
    for (const node of database.nodes.filter(({ status }) => status === "removed")) {
      const { conf, acl } = nodeSecretNames(name, node.number);
      if ([nodeName(name, node.number), conf, acl].some((left) => present.has(left)))
        await removeNode(world, database, node);
    }
    if (closed.has(database.id))
      await world.replication
        .open(targetOfNode(world, database, servingNode(database)))
        .catch(onlyUnavailable);
  }
}

/** Takes back the cores that a copy or a save was lent and its operation could not give back. */
async function endLoans({ engine, instance }: World, now: Date): Promise<void> {
  for (const { nodeId, nodeNumber, resourceId, hostId, lentUntil } of await listOverdueLoans(now)) {
    const serviceName = nodeName({ instance, resourceId }, nodeNumber);
    await engine
      .lendCpus({ hostId, serviceName, extraCpus: 0 })
      .then(() => endLoan(nodeId, lentUntil))
      .catch(onlyUnavailable);
  }
}

/** It is asked again by the next sweep. */
function onlyUnavailable(error: unknown): void {
  if (!isUnavailable(error)) throw error;
}

/** Brings back services of running databases and apps that somebody, or something, took off the engine. */
async function restoreMissing(world: World, present: ReadonlySet<string>): Promise<void> {
  for (const database of await listServingDatabases()) await restoreDatabase(world, database, present);
  await restoreLinks(world);
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
