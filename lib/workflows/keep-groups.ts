import { masterOf } from "../core/availability/ask";
import { groupName, sentinelNames } from "../core/availability/group";
import { membersOf } from "../core/availability/members";
import { sentinelTargets } from "../core/availability/sentinel";
import { HAPROXY_IMAGE } from "../core/databases/images";
import { gatewayName, nodeName } from "../core/databases/names";
import { onlyUnavailable } from "../core/errors";
import type { Alone } from "../core/events/upkeep";
import { transaction } from "../db/client";
import { type DatabaseRow, findServingDatabase, listServingGroups, loadDatabase } from "../db/databases";
import { insertEvent } from "../db/events";
import { listKnownHosts } from "../db/hosts";
import { noteMaster } from "../db/nodes";
import { findSentinels, listGroups, type SentinelsRow } from "../db/sentinels";
import type { Resource } from "../ports/docker-engine";
import type { WorkflowContext } from "./deps";
import { beginReplacement } from "./parts/begin-replacement";
import { nameOf } from "./parts/database";
import { applyGateway } from "./parts/gateway";
import { refreshOutdated, removeFormerSentinels, replaceSentinels } from "./parts/lost-sentinels";
import { keepMembersSettings } from "./parts/node-settings";
import { applySentinels, keepWatch, removeSentinels, renewSentinel } from "./parts/sentinels";

/**
 * Notes of every highly available database which node is its master now, and tells of a failover; and begins to make a node anew whose host is
 * lost for good. Safe at any time, and by several workers at once.
 */
export async function keepGroups(world: WorkflowContext, now: Date, alone: Alone): Promise<void> {
  const databases = await listServingGroups();
  if (databases.length === 0) return;
  const known = await listKnownHosts();
  for (const database of databases) {
    const { id, addon, app } = database;
    const subject = {
      id,
      name: addon.resourceId,
      appId: app.id,
      databaseId: id,
    };
    await alone({ work: "keep-group", ...subject }, async () => void (await followMaster(world, database)));
    await alone({ work: "replace-node", ...subject }, async () =>
      beginReplacement(world, await loadDatabase(id), { known, now }),
    );
  }
}

/** Notes whom the Sentinels name as the master; answers the database as it is then. One of a single node stays as it is. */
export async function followMaster(world: WorkflowContext, database: DatabaseRow): Promise<DatabaseRow> {
  const members = membersOf(database.nodes);
  if (members.length === 0) return database;
  const name = nameOf(world, database);
  const serviceName = await masterOf(world, database, findSentinels);
  const master = members.find(({ number }) => nodeName(name, number) === serviceName);
  const former = members.find(({ status }) => status === "active");
  if (!master || !former || master.id === former.id) return database;
  await transaction(async (tx) => {
    if (!(await noteMaster(tx, { databaseId: database.id, nodeId: master.id }))) return;
    const about = { appId: database.app.id, databaseId: database.id, actorId: null };
    const data = {
      resourceId: database.addon.resourceId,
      oldNode: nodeName(name, former.number),
      node: nodeName(name, master.number),
    };
    await insertEvent(tx, about, { type: "failover", data });
  });
  return loadDatabase(database.id);
}

/**
 * Has the Sentinels run, none on a host that is lost, watch what serves and forget what is no more. Once nothing is highly available they go.
 */
export async function keepSentinels(
  world: WorkflowContext,
  { serving, resources, now }: { serving: readonly DatabaseRow[]; resources: readonly Resource[]; now: Date },
): Promise<void> {
  const row = await findSentinels();
  if (!row) return;
  await removeFormerSentinels(world, resources);
  const services = new Set(resources.flatMap(({ type, name }) => (type === "service" ? [name] : [])));
  const isGroupLeft = await forgetEnded(world, row);
  const names = sentinelNames(world.instance);
  const isPlaced = row.hostIds.length > 0;
  if (!isGroupLeft) {
    if (isPlaced || names.some((name) => services.has(name))) await removeSentinels(world);
    return;
  }
  if (isPlaced && !names.every((name) => services.has(name))) await applySentinels(world);
  if (isPlaced) await renewSentinel(world);
  await replaceSentinels(world, now);
  // A host that joined meanwhile may be the next that a gateway is started on.
  await world.engine.spreadImage(HAPROXY_IMAGE).catch(onlyUnavailable);
  for (const { id } of serving.filter(({ nodes }) => membersOf(nodes).length > 0)) {
    // The list may be minutes old: what has begun since says itself who is watched.
    const database = await findServingDatabase(id);
    if (!database) continue;
    await keepWatch(world, database);
    await refreshOutdated(world, database);
    await keepMembersSettings(world, database);
    // The operation that gave it another member may have ended before its gateway was told.
    if (await world.engine.hasOlderTasks(gatewayName(nameOf(world, database)), database.gatewayRevision))
      await applyGateway(world, database);
  }
}

/** Also by a Sentinel that was away meanwhile: it would bring its old view back. Answers whether there is any group left. */
async function forgetEnded(world: WorkflowContext, row: SentinelsRow): Promise<boolean> {
  const sentinels = sentinelTargets(world, row);
  // Before the records are read: a group that is begun meanwhile is in them before any Sentinel knows of it.
  const known = await Promise.all(
    sentinels.map((sentinel) => world.groups.watched(sentinel).catch(onlyUnavailable)),
  );
  const groups = await listGroups();
  const wanted = new Set(groups.map(({ resourceId, groupNumber }) => groupName(resourceId, groupNumber)));
  for (const [index, sentinel] of sentinels.entries())
    for (const group of known[index]?.filter((name) => !wanted.has(name)) ?? [])
      await world.groups.forget(sentinel, group).catch(onlyUnavailable);
  return groups.length > 0;
}
