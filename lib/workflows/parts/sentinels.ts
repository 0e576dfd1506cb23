import { masterOf } from "../../core/availability/ask";
import {
  askingSecretName,
  GROUP_NODES,
  groupName,
  isGroupOf,
  SENTINEL_USER,
  SENTINELS,
  sentinelName,
  sentinelSecretName,
} from "../../core/availability/group";
import { groupOf, membersOf, withGroup } from "../../core/availability/members";
import { isUsable } from "../../core/availability/offer";
import { sentinelConf, sentinelTargets } from "../../core/availability/sentinel";
import { GROUP } from "../../core/availability/start-script";
import { nodeName } from "../../core/databases/names";
import { passwordOf } from "../../core/databases/users";
import { REDIS } from "../../core/engines/redis/engine";
import { DomainError, onlyUnavailable } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";
import { transaction } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { lockPlacement, type NodeRow } from "../../db/nodes";
import { findSentinels, type SentinelsRow, setSentinelHosts } from "../../db/sentinels";
import type { Owner } from "../../ports/docker-engine";
import type { Deps, WorkflowContext } from "../deps";
import { SENTINEL_REVISION, sentinelService } from "../specs/sentinel-service";
import { nameOf, servingNode, sha256, targetOfNode } from "./database";

const STOP_MS = MINUTE_MS;
const WATCH_MS = MINUTE_MS;
const NOBODY: Owner = { appId: null, databaseId: null };
const NUMBERS = Array.from({ length: SENTINELS }, (_, index) => index + 1);

/** Has all Sentinels of the instance run, or those with these numbers, each on a host of its own. Safe to repeat. @throws DomainError `conflict` with fewer hosts. */
export async function applySentinels(
  world: WorkflowContext,
  numbers: readonly number[] = NUMBERS,
): Promise<void> {
  const { engine, instance, cipher } = world;
  const { image, hostIds, ...encrypted } = await placeSentinels(world);
  const peer = cipher.decrypt(encrypted.peerEncrypted);
  const asking = cipher.decrypt(encrypted.askingEncrypted);
  const hashes = {
    peerPasswordHash: sha256(peer),
    berthPasswordHash: sha256(cipher.decrypt(encrypted.berthEncrypted)),
    askingPasswordHash: sha256(asking),
  };
  await engine.applySecret({ name: askingSecretName(instance), owner: NOBODY, content: asking });
  for (const number of numbers) {
    const content = sentinelConf({ name: sentinelName(instance, number), peerPassword: peer, ...hashes });
    await engine.applySecret({ name: sentinelSecretName(instance, number), owner: NOBODY, content });
    const hostId = hostIds[number - 1] ?? "";
    await engine.applyService(sentinelService({ instance, number, engine: REDIS, image, hostId }));
  }
}

/** One Sentinel that starts as an earlier Berth had it is made to start anew while all of them answer, so that two always watch. */
export async function renewSentinel(world: WorkflowContext): Promise<void> {
  const isOld = (number: number) =>
    world.engine.hasOlderTasks(sentinelName(world.instance, number), SENTINEL_REVISION);
  for (const number of NUMBERS) if (await isOld(number)) return renewWhileAllAnswer(world, number);
}

async function renewWhileAllAnswer(world: WorkflowContext, number: number): Promise<void> {
  const answers = await Promise.all(
    sentinelTargets(world, await findSentinels()).map((sentinel) =>
      world.groups.watched(sentinel).catch(onlyUnavailable),
    ),
  );
  if (!answers.includes(null)) await applySentinels(world, [number]);
}

/** Those that have no hosts yet get three that are ready. */
async function placeSentinels({ engine }: WorkflowContext): Promise<SentinelsRow> {
  const hosts = await engine.listHosts();
  return transaction(async (tx) => {
    await lockPlacement(tx);
    const row = await findSentinels(tx);
    if (!row) throw new Error("there is a highly available database without Sentinels");
    if (row.hostIds.length === SENTINELS) return row;
    const ready = hosts.filter(isUsable);
    const hostIds = ready.slice(0, SENTINELS).map(({ id }) => id);
    if (hostIds.length < SENTINELS)
      throw new DomainError(
        "conflict",
        "too_few_hosts",
        `A highly available database needs ${SENTINELS} hosts that are ready; there are ${hostIds.length}. Add one, or bring one back.`,
      );
    await setSentinelHosts(tx, hostIds);
    return { ...row, hostIds };
  });
}

/** With the last highly available database its Sentinels go. Safe to repeat. */
export async function removeSentinels({ engine, instance }: WorkflowContext): Promise<void> {
  const row = await findSentinels();
  for (const number of NUMBERS) {
    const name = sentinelName(instance, number);
    const hostId = row?.hostIds[number - 1];
    await engine.removeService(name, STOP_MS);
    if (hostId) await engine.removeVolume(hostId, name).catch(onlyUnavailable);
    await engine.removeSecret(sentinelSecretName(instance, number));
  }
  await engine.removeSecret(askingSecretName(instance));
  await transaction((tx) => setSentinelHosts(tx, []));
}

/**
 * Has every Sentinel that can be reached watch the database's group, of which `master` is the service of the master. Answers whether all
 * of them could.
 */
async function watchGroup(world: WorkflowContext, database: DatabaseRow, master: string): Promise<boolean> {
  const group = groupOf(database.addon.resourceId, database.nodes);
  if (group === null) return true;
  const watched = { group, master, password: passwordOf(world, database, SENTINEL_USER) };
  const told = await Promise.all(
    sentinelTargets(world, await findSentinels()).map((sentinel) =>
      world.groups
        .watch(sentinel, watched)
        .then(() => true)
        .catch(onlyUnavailable),
    ),
  );
  return told.length === SENTINELS && told.every(Boolean);
}

/**
 * Waits until all Sentinels watch the nodes of a group under a new name, and could replace its master: its first node, or the one that was
 * handed over to. From then on a node that starts again asks them first.
 */
export async function beginWatch(deps: Deps, database: DatabaseRow, handedTo?: NodeRow): Promise<void> {
  const members = membersOf(database.nodes);
  const group = groupOf(database.addon.resourceId, database.nodes);
  const [first] = members;
  if (!first || group === null) return;
  const name = nameOf(deps, database);
  await deps.waitUntil(
    async () => {
      await applySentinels(deps);
      const number = handedTo?.number ?? first.groupNumber ?? first.number;
      const master = (await masterOf(deps, database, findSentinels)) ?? nodeName(name, number);
      if (!(await watchGroup(deps, database, master)))
        throw new DomainError("unavailable", "sentinels_away", "Not all of the Sentinels answer yet.");
      if (!(await isKnown(deps, group)))
        throw new DomainError(
          "unavailable",
          "sentinels_unready",
          "Not all of the Sentinels know all nodes and each other yet.",
        );
    },
    { timeoutMs: WATCH_MS },
  );
  await tellGroup(deps, database, members);
}

/** Nodes that start from now on ask the Sentinels for their group by the name that it has now. */
export async function tellGroup(
  world: WorkflowContext,
  database: DatabaseRow,
  nodes: readonly NodeRow[],
): Promise<void> {
  const group = groupOf(database.addon.resourceId, database.nodes);
  for (const { number } of group === null ? [] : nodes)
    await world.engine.setStartValues(nodeName(nameOf(world, database), number), { [GROUP]: group ?? "" });
}

/**
 * Has every Sentinel forget whatever it knows of the database's nodes. Safe to repeat. @throws DomainError `unavailable` while one of them
 * is away: it might make another node the master.
 */
export async function forgetGroups(world: WorkflowContext, { addon }: DatabaseRow): Promise<void> {
  for (const sentinel of sentinelTargets(world, await findSentinels()))
    for (const name of await world.groups.watched(sentinel))
      if (isGroupOf(addon.resourceId, name)) await world.groups.forget(sentinel, name);
}

/**
 * Has the Sentinels watch the group that serves, whatever they know of it: also once a change failed before which they were told to
 * forget it. Of nobody else's master it is the node that says so, or the one that was noted last.
 */
export async function keepWatch(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  const members = membersOf(database.nodes);
  if (members.length === 0) return;
  const named = await masterOf(world, database, findSentinels);
  if (named !== null) return void (await watchGroup(world, database, named));
  const says = await Promise.all(
    members.map((node) => world.groups.says(targetOfNode(world, database, node))),
  );
  const masters = members.flatMap((node, index) => {
    const said = says[index];
    return said?.role === "master" ? [{ node, isFollowed: said.replicasInStep > 0 }] : [];
  });
  // Two are for some seconds after the mend of a network: the one that is followed is it, else a later look tells which.
  const [only, another] = masters.length > 1 ? masters.filter(({ isFollowed }) => isFollowed) : masters;
  if (another || (masters.length > 1 && !only)) return;
  const master = only?.node ?? servingNode(database);
  await world.replication.requireReplica(targetOfNode(world, database, master)).catch(onlyUnavailable);
  await watchGroup(world, database, nodeName(nameOf(world, database), master.number));
}

/**
 * Before another node takes over from a group: no Sentinel may make one of its others the master meanwhile, so all of them have to
 * forget it. Safe to repeat. @throws DomainError `unavailable` while one of them is away; `conflict` reason `failed_over`.
 */
export async function leaveWatch(
  world: WorkflowContext,
  { database, from }: { database: DatabaseRow; from: NodeRow },
): Promise<void> {
  const group = groupName(database.addon.resourceId, from.groupNumber ?? from.number);
  const sentinels = sentinelTargets(world, await findSentinels());
  const named = await world.groups.master({ sentinels, group });
  const name = nodeName(nameOf(world, database), from.number);
  if (named !== null && named !== name) throw failedOver(named);
  const assertMaster = async () => {
    for (const node of withGroup(database.nodes, from).filter(({ id }) => id !== from.id)) {
      const said = await world.groups.says(targetOfNode(world, database, node));
      if (said?.role === "master") throw failedOver(nodeName(nameOf(world, database), node.number));
    }
  };
  // While a failover is under way its Sentinels have to see it through.
  await assertMaster();
  await Promise.all(sentinels.map((sentinel) => world.groups.forget(sentinel, group)));
  // One that was told so a moment before.
  await assertMaster();
}

/**
 * Once another node serves in its place: a sweep that was under way may have had the group watched again, whose Sentinels would make that
 * node a replica within some seconds.
 */
export async function stayUnwatched(
  world: WorkflowContext,
  { database, from }: { database: DatabaseRow; from: NodeRow },
): Promise<void> {
  const group = groupName(database.addon.resourceId, from.groupNumber ?? from.number);
  for (const sentinel of sentinelTargets(world, await findSentinels()))
    await world.groups.forget(sentinel, group).catch(onlyUnavailable);
}

const failedOver = (node: string): DomainError =>
  new DomainError(
    "conflict",
    "failed_over",
    `The database has failed over to ${node} meanwhile, and serves on there. Nothing was changed: try again.`,
  );

/** Whether every Sentinel could replace the master: one that has found no replica, or not the other two, cannot. */
async function isKnown(world: WorkflowContext, group: string): Promise<boolean> {
  const known = await Promise.all(
    sentinelTargets(world, await findSentinels()).map((sentinel) =>
      world.groups.knows(sentinel, group).catch(onlyUnavailable),
    ),
  );
  return known.every((one) => one && one.replicas.length >= GROUP_NODES - 1 && one.others >= SENTINELS - 1);
}

/** What is removed is not watched any more; a Sentinel that is away is told by a later sweep. */
export async function endWatch(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  const group = groupOf(database.addon.resourceId, database.nodes);
  if (group === null) return;
  for (const sentinel of sentinelTargets(world, await findSentinels()))
    await world.groups.forget(sentinel, group).catch(onlyUnavailable);
}
