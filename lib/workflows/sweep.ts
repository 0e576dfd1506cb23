import { auditKeptSince } from "../core/audit/retention";
import {
  appServiceName,
  isOfProof,
  isOfRelay,
  nodeName,
  nodeSecretNames,
  relayName,
} from "../core/databases/names";
import { onlyUnavailable } from "../core/errors";
import type { Alone, Subject, UpkeepWork } from "../core/events/upkeep";
import { listDeletedApps, listStartedApps } from "../db/apps";
import { deleteAuditBefore } from "../db/audit";
import {
  type DatabaseRow,
  findServingDatabase,
  listEndedDatabases,
  listFailedChanges,
  listServingDatabases,
  loadDatabase,
} from "../db/databases";
import { listGatewayCertificates } from "../db/gateway-certificates";
import { listKnownHosts } from "../db/hosts";
import { endLoan, listOverdueLoans } from "../db/node-loans";
import { listExpiredVolumes, setVolumeRemoved } from "../db/node-volumes";
import type { Resource } from "../ports/docker-engine";
import type { WorkflowContext } from "./deps";
import { keepSentinels } from "./keep-groups";
import { applyAppService } from "./parts/app-service";
import { needsCare, renewCertificate } from "./parts/certificate";
import { nameOf, removeNode, servingNode, targetOfNode } from "./parts/database";
import { replaceGateway } from "./parts/gateway";
import { isMember, settleNode } from "./parts/group";
import { restoreLinks } from "./parts/linked-apps";
import { restoreDatabase } from "./parts/restore-database";
import { restoreSize } from "./parts/sync";

const STOP_MS = 60_000;

type Sweep = { world: WorkflowContext; alone: Alone };

/**
 * Takes away what ended operations could not: services, secrets and networks of databases and apps that are no more, and volumes
 * whose time is over; and brings back what is missing of what runs. What belongs to an unfinished operation, or to nothing in the records, is left alone.
 * Each thing for itself, by `alone`: what fails is tried again by the next sweep. Safe at any time.
 */
export async function sweep(world: WorkflowContext, now: Date, alone: Alone): Promise<void> {
  const context = { world, alone };
  const resources = await world.engine.listResources();
  await removeLeftOver(context, resources);
  const databases = await listServingDatabases();
  await removeTrials(context, databases, resources);
  await endChanges(context, databases, resources);
  await endLoans(context, now);
  await renewCertificates(context, databases, now);
  await removeExpiredVolumes(context, now);
  await expireAudit(context, now);
  const services = resources.flatMap(({ type, name }) => (type === "service" ? [name] : []));
  await restoreMissing(context, databases, new Set(services));
  await alone(
    { work: "keep-sentinels", id: "sentinels", name: "high availability", appId: null, databaseId: null },
    () => keepSentinels(world, { serving: databases, resources, now }),
  );
}

const ofDatabase = (work: UpkeepWork, { id, addon, app }: DatabaseRow): Subject => ({
  work,
  id,
  name: addon.resourceId,
  appId: app.id,
  databaseId: id,
});

/** So many at once leave room for others; the next sweep goes on. */
const AUDIT_AT_ONCE = 10_000;

async function expireAudit({ alone }: Sweep, now: Date): Promise<void> {
  const subject = { id: "audit", name: "the audit list", appId: null, databaseId: null };
  await alone({ work: "expire-audit", ...subject }, async () => {
    await deleteAuditBefore(auditKeptSince(now), AUDIT_AT_ONCE);
  });
}

async function removeLeftOver({ world, alone }: Sweep, resources: readonly Resource[]): Promise<void> {
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
    for (const resource of leftOver.filter((candidate) => candidate.type === type)) {
      const { name, owner } = resource;
      await alone({ work: `remove-${type}`, id: name, name, ...owner }, () =>
        removeResource(world, resource),
      );
    }
}

/** Containers and volumes in which dumps were tried, of databases that nothing is being done with; containers first, which hold the volumes. */
async function removeTrials(
  { world, alone }: Sweep,
  serving: readonly DatabaseRow[],
  resources: readonly Resource[],
): Promise<void> {
  const trials = resources.filter(({ name }) => isOfProof(name));
  const ended = await listEndedDatabases(trials.flatMap(({ owner }) => owner.databaseId ?? []));
  const idle = new Set([...serving, ...ended].map(({ id }) => id));
  const left = trials.filter(({ owner }) => idle.has(owner.databaseId ?? ""));
  for (const type of ["container", "volume"] as const)
    for (const { name, hostId, owner } of left.filter((candidate) => candidate.type === type))
      await alone({ work: "remove-trial", id: name, name, ...owner }, () =>
        type === "container"
          ? world.engine.removeLocalContainer(name, hostId)
          : world.engine.removeVolume(hostId ?? "", name),
      );
}

/**
 * Ends what changes of running databases left: services and secrets of nodes that are no more, relays of imports, and a node still closed to clients,
 * or smaller than its plan, because it did not answer when its change failed.
 */
async function endChanges(
  { world, alone }: Sweep,
  databases: readonly DatabaseRow[],
  resources: readonly Resource[],
): Promise<void> {
  const present = new Set(resources.map(({ name }) => name));
  const closed = new Set(await listFailedChanges());
  for (const database of databases) {
    await alone(ofDatabase("remove-old-nodes", database), () => removeOldNodes(world, database, present));
    if (closed.has(database.id))
      await alone(ofDatabase("open-node", database), async () => {
        // The list may be minutes old, and a change that has begun since says itself who serves.
        if (!(await listFailedChanges()).includes(database.id)) return;
        const present = await loadDatabase(database.id);
        const from = servingNode(present);
        await world.replication.open(targetOfNode(world, present, from)).catch(onlyUnavailable);
        await restoreSize(world, { database: present, from }).catch(onlyUnavailable);
        // One that took over and could not be told so for good. A member may follow another by now.
        if (!isMember(from)) await settleNode(world, present, from).catch(onlyUnavailable);
      });
  }
}

async function removeOldNodes(
  world: WorkflowContext,
  listed: DatabaseRow,
  present: ReadonlySet<string>,
): Promise<void> {
  const name = nameOf(world, listed);
  const leftOf = ({ nodes }: DatabaseRow) =>
    nodes.filter(({ status, number }) => {
      const { conf, acl } = nodeSecretNames(name, number);
      return status === "removed" && [nodeName(name, number), conf, acl].some((left) => present.has(left));
    });
  const ofRelay = [...present].filter((left) => isOfRelay(name, left));
  if (leftOf(listed).length === 0 && ofRelay.length === 0) return;
  // The list may be minutes old: an undo that has begun since starts an old node again.
  const database = await findServingDatabase(listed.id);
  if (!database) return;
  for (const node of leftOf(database)) await removeNode(world, database, node);
  if (ofRelay.length > 0) await world.engine.removeService(relayName(name), STOP_MS);
  for (const secret of ofRelay.filter((left) => left !== relayName(name)))
    await world.engine.removeSecret(secret);
}

/** Takes back the cores that a copy or a save was lent and its operation could not give back. */
async function endLoans({ world, alone }: Sweep, now: Date): Promise<void> {
  const { engine, instance } = world;
  for (const loan of await listOverdueLoans(now)) {
    const { nodeId, nodeNumber, resourceId, hostId, lentUntil, appId, databaseId } = loan;
    const serviceName = nodeName({ instance, resourceId }, nodeNumber);
    const subject: Subject = { work: "take-core-back", id: nodeId, name: serviceName, appId, databaseId };
    await alone(subject, async () => {
      await engine
        .lendCpus({ hostId, serviceName, extraCpus: 0 })
        .then(() => endLoan(nodeId, lentUntil))
        .catch(onlyUnavailable);
    });
  }
}

/** Renews certificates before they end, and tells gateways that started with a former one. */
async function renewCertificates(
  { world, alone }: Sweep,
  databases: readonly DatabaseRow[],
  now: Date,
): Promise<void> {
  const known = new Map((await listGatewayCertificates()).map((facts) => [facts.databaseId, facts]));
  for (const database of databases)
    if (needsCare(world, database, { facts: known.get(database.id), now }))
      await alone(ofDatabase("renew-certificate", database), () =>
        renewCertificate(world, database, { now, replace: () => replaceGateway(world, database) }),
      );
}

/** Brings back services of running databases and apps that somebody, or something, took off the engine. */
async function restoreMissing(
  { world, alone }: Sweep,
  databases: readonly DatabaseRow[],
  present: ReadonlySet<string>,
): Promise<void> {
  for (const database of databases)
    await alone(ofDatabase("restore", database), () => restoreDatabase(world, database, present));
  await restoreLinks(world, alone);
  for (const { id, name } of await listStartedApps())
    if (!present.has(appServiceName(world.instance, name)))
      await alone({ work: "restore", id, name, appId: id, databaseId: null }, async () => {
        await applyAppService(world, id);
      });
}

/** A removal that failed keeps its nodes: it is for a person to try again. */
const isOver = ({ nodes }: DatabaseRow): boolean => nodes.every(({ status }) => status === "removed");

async function removeResource({ engine }: WorkflowContext, { type, name }: Resource): Promise<void> {
  if (type === "service") await engine.removeService(name, STOP_MS);
  if (type === "secret") await engine.removeSecret(name);
  if (type === "network") await engine.removeNetwork(name);
}

async function removeExpiredVolumes({ world, alone }: Sweep, now: Date): Promise<void> {
  const { engine, instance } = world;
  const states = new Map((await listKnownHosts()).map(({ id, state }) => [id, state]));
  for (const { nodeId, nodeNumber, resourceId, hostId, appId, databaseId } of await listExpiredVolumes(now)) {
    const state = states.get(hostId);
    // A host that is away keeps them until it is back, which is nobody's fault.
    if (state === "down" || state === "drained") continue;
    if (state === "left") {
      await setVolumeRemoved(nodeId);
      continue;
    }
    const name = nodeName({ instance, resourceId }, nodeNumber);
    await alone({ work: "remove-volume", id: nodeId, name, appId, databaseId }, async () => {
      await engine.removeVolume(hostId, name);
      await setVolumeRemoved(nodeId);
    });
  }
}
