import { masterOf } from "../core/availability/ask";
import { nodeName } from "../core/databases/names";
import { VOLUME_KEPT_MS } from "../core/databases/node-volume";
import { DomainError, onlyUnavailable } from "../core/errors";
import type { EventDetail } from "../core/events/events";
import { transaction } from "../db/client";
import { loadDatabase, raiseGatewayRevision } from "../db/databases";
import { insertEvent } from "../db/events";
import { exchangeMembers, setMemberRemoved } from "../db/group-nodes";
import { listKnownHosts } from "../db/hosts";
import type { NodeRow } from "../db/nodes";
import { loadOperation } from "../db/operations";
import { findSentinels } from "../db/sentinels";
import type { Deps, DepsOf } from "./deps";
import { type Change, changeStep, findChange, loadChange } from "./parts/change";
import {
  applyNode,
  applyNodeSecrets,
  nameOf,
  nodesOf,
  removeNode,
  removeVolume,
  targetOfNode,
} from "./parts/database";
import { beginForDatabase, fail, succeed } from "./parts/ending";
import { applyGateway } from "./parts/gateway";
import { findMaster } from "./parts/group";
import { handOverMaster } from "./parts/hand-over-master";
import { placeNode } from "./parts/placement";
import { saveNode } from "./parts/save-node";
import { keepWatch } from "./parts/sentinels";
import { findRepeatedFailure, syncLimitMs } from "./parts/sync";
import { waitForGateway, waitForNode } from "./parts/waiting";

/**
 * Makes a node of a group anew on another host, in the place of one whose host is lost for good, or that somebody wants elsewhere. The group
 * serves all the while; the old node is let go only once the new one is in step, and another is the master. Whatever fails before that leaves
 * the group as it was.
 */
export async function replaceNode(deps: DepsOf<"replace-node">, operationId: string): Promise<void> {
  const { step } = deps;
  const { databaseId } = await beginForDatabase(deps, operationId);
  const change = changeStep(deps, operationId);
  try {
    await change("choose-host", ({ database, to }, self) =>
      placeNode(deps, to, { self, apartFrom: nodesOf(database) }),
    );
    await change("store-secrets", (change) => storeSecrets(deps, change));
    await change("start-node", (change) =>
      applyNode(deps, change.database, asMember(change), { isFirstStart: true, isWatched: true }),
    );
    await change("wait-for-node", ({ database, to }) => waitForNode(deps, database, to));
    await change("join-group", (change) => waitForStep(deps, change));
    await change("prove-disk", ({ database, to }) => saveNode(deps, database, to));
    await change("hand-over", (_change, self) => handOverMaster(deps, operationId, self));
    await change("record-replacement", (change) => recordReplacement(deps, operationId, change));
  } catch (error) {
    await failReplacement(deps, operationId, { databaseId, error });
    return;
  }
  try {
    await step("apply-gateway", async () => {
      await waitForGateway(deps, await applyGateway(deps, await loadDatabase(databaseId)));
    });
    await step("remove-lost", async () => {
      const { database, from } = await loadChange(operationId);
      await removeNode(deps, database, from);
    });
  } catch (error) {
    // It is of the group: the sweep ends what is left to do.
    await fail(deps, operationId, error);
    return;
  }
  await succeed(deps, operationId);
}

/** The new node as one of its group, which the records do not call it before it is in step. */
const asMember = ({ from, to }: Change): NodeRow => ({ ...to, groupNumber: from.groupNumber });

/** It starts with what was set on the node that serves now, and finds its master by itself. */
async function storeSecrets(deps: Deps, change: Change): Promise<void> {
  const { database } = change;
  const master = await findMaster(deps, database);
  const settings = await deps.replication.readSettings(targetOfNode(deps, database, master));
  await applyNodeSecrets(deps, database, asMember(change), { isGatewayOn: true, settings });
}

/** @throws DomainError when the copy takes too long, or the new node ends again and again. */
async function waitForStep(deps: Deps, change: Change): Promise<void> {
  const { database, to } = change;
  const master = await findMaster(deps, database);
  const { usedMemoryBytes } = await deps.redis.info(targetOfNode(deps, database, master));
  const failures = new Set<string>();
  const failure = await deps.waitUntil(
    async () => {
      const said = await deps.groups.says(targetOfNode(deps, database, to));
      const named = await masterOf(deps, database, findSentinels);
      if (said?.role === "replica" && said.follows === named && said.isLinkUp) return null;
      const ended = await findRepeatedFailure(deps, { database, to }, failures);
      if (ended) return ended;
      throw new DomainError("unavailable", "not_in_step", "The new node is not in step with the master yet.");
    },
    { timeoutMs: syncLimitMs(usedMemoryBytes) },
  );
  if (failure) throw failure;
}

/** From here on the old node is none of the group, wherever it comes back; gateways are told with their next files. */
async function recordReplacement(deps: Deps, operationId: string, change: Change): Promise<void> {
  const { database, from, to } = change;
  const name = nameOf(deps, database);
  if ((await masterOf(deps, database, findSentinels)) === nodeName(name, from.number))
    throw masterAgain(from);
  const isAsked = await isAskedFor(operationId);
  const hosts = new Map((await listKnownHosts()).map(({ id, name }) => [id, name]));
  const hostOf = ({ hostId }: NodeRow) => (hostId && hosts.get(hostId)) ?? "another host";
  await transaction(async (tx) => {
    const volumeKeptUntil = new Date(Date.now() + VOLUME_KEPT_MS);
    if (!(await exchangeMembers(tx, { fromId: from.id, toId: to.id, volumeKeptUntil }))) return;
    await raiseGatewayRevision(tx, database.id, database.gatewayGeneration);
    if (isAsked) return;
    const data = {
      resourceId: database.addon.resourceId,
      oldNode: nodeName(name, from.number),
      node: nodeName(name, to.number),
      oldHost: hostOf(from),
      host: hostOf(to),
    };
    await insertEvent(tx, subjectOf(change, operationId), { type: "node_replaced", data });
  });
}

/** Another failover within the seconds since it was handed over. */
const masterAgain = ({ number }: NodeRow): DomainError =>
  new DomainError(
    "conflict",
    "failed_over",
    `Node ${number} has become the master again meanwhile, and stays. Nothing was taken away: try again.`,
  );

/** Ends one whose node is not of the group. One that the Sentinels have made the master meanwhile stays: it has all there is. */
export async function failReplacement(
  deps: Deps,
  operationId: string,
  { error }: { databaseId: string; error: unknown },
): Promise<void> {
  const begun = await findChange(operationId);
  const isMaster = begun?.to.status === "starting" && (await hasTakenOver(deps, begun));
  if (begun && isMaster) await recordReplacement(deps, operationId, begun);
  await fail(deps, operationId, error, {
    clean: async () => {
      const change = await findChange(operationId);
      if (change?.to.status !== "starting") return;
      await deps.replication.open(targetOfNode(deps, change.database, change.from)).catch(onlyUnavailable);
      await keepWatch(deps, change.database);
      await removeNode(deps, change.database, change.to);
      await removeVolume(deps, change.database, change.to).catch(onlyUnavailable);
    },
    record: async (tx, reason) => {
      const change = await findChange(operationId);
      if (change?.to.status !== "starting") return;
      await setMemberRemoved(tx, change.to.id);
      await insertEvent(
        tx,
        subjectOf(change, operationId),
        await failureOf(deps, operationId, { change, reason }),
      );
    },
  });
}

/** A move is told as one when it is asked for; what Berth does by itself once it is done. */
const isAskedFor = async (operationId: string): Promise<boolean> =>
  (await loadOperation(operationId)).actorId !== null;

async function failureOf(
  deps: Deps,
  operationId: string,
  { change: { database, from, to }, reason }: { change: Change; reason: string },
): Promise<EventDetail> {
  const { resourceId } = database.addon;
  const { planId, engine, version } = to;
  if (await isAskedFor(operationId))
    return { type: "change_failed", data: { resourceId, planId, engine, version, reason } };
  const oldNode = nodeName(nameOf(deps, database), from.number);
  return { type: "node_replace_failed", data: { resourceId, oldNode, reason } };
}

const subjectOf = ({ database }: Change, operationId: string) => ({
  appId: database.app.id,
  databaseId: database.id,
  operationId,
  actorId: null,
});

/** Whether the new node is the master: named by two Sentinels, or while no two agree, by itself. */
async function hasTakenOver(deps: Deps, { database, to }: Change): Promise<boolean> {
  const named = await masterOf(deps, database, findSentinels);
  if (named !== null) return named === nodeName(nameOf(deps, database), to.number);
  return (await deps.groups.says(targetOfNode(deps, database, to)))?.role === "master";
}
