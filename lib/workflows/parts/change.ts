import { withGroup } from "../../core/availability/members";
import { needsNewGateway } from "../../core/databases/gateway-config";
import { GATEWAY_GENERATION } from "../../core/databases/gateway-door";
import { nodeName } from "../../core/databases/names";
import { VOLUME_KEPT_MS } from "../../core/databases/node-volume";
import type { NodeStatus } from "../../core/databases/status";
import { engineName } from "../../core/engines/names";
import { DomainError, hasReason, isUnavailable } from "../../core/errors";
import { findKnown } from "../../core/plans/catalog";
import { MINUTE_MS, SECOND_MS } from "../../core/units";
import { raiseRevision } from "../../db/apps";
import { type Tx, transaction } from "../../db/client";
import { type DatabaseRow, loadDatabase, raiseGatewayRevision, setPlanAndVersion } from "../../db/databases";
import { insertEvent } from "../../db/events";
import { findImport } from "../../db/imports";
import { forgetPredecessor, type NodeRow, recordTakeOver, setSuccessorRemoved } from "../../db/nodes";
import { loadOperation } from "../../db/operations";
import type { Deps, StepSelf } from "../deps";
import { nameOf, planOf, removeNode, removeVolume, targetOfNode } from "./database";
import { fail, onlyDomainErrors, succeed, takeOverOpen, WORKFLOW_LOST } from "./ending";
import { setGatewayLimits, targetOfGateway } from "./gateway";
import { isMember, protectGroup } from "./group";
import { isHostAway } from "./host-away";
import { noteLoss } from "./lost-data";
import { recordImported } from "./record-imported";
import { recordRestored } from "./record-restored";
import { saveNode } from "./save-node";
import { startApp } from "./start-app";
import { waitForGateway } from "./waiting";

const REOPEN_MS = 2 * MINUTE_MS;
const RECORD_MS = 10 * SECOND_MS;

/** A database on its way from one node to another. */
export type Change = { database: DatabaseRow; from: NodeRow; to: NodeRow };

/** A point in the history of writes. */
export type History = { replicationId: string; offset: number };

/**
 * The change that an operation makes, by its own row, also after its new node serves; null when that of an earlier version, which named
 * no nodes, has ended.
 */
export async function findChange(operationId: string): Promise<Change | null> {
  const { databaseId, nodes } = await loadOperation(operationId);
  if (databaseId === null) throw new Error(`operation ${operationId} changes no database`);
  const database = await loadDatabase(databaseId);
  const of = (id: string | null | undefined) => database.nodes.find((node) => node.id === id);
  const to = nodes
    ? of(nodes.toNodeId)
    : (withStatus(database, "starting") ?? withStatus(database, "active"));
  const from = of(nodes ? nodes.fromNodeId : to?.predecessorId);
  return to && from ? { database, from, to } : null;
}

const withStatus = ({ nodes }: DatabaseRow, status: NodeStatus): NodeRow | undefined =>
  nodes.find((node) => node.status === status);

export async function loadChange(operationId: string): Promise<Change> {
  const change = await findChange(operationId);
  if (!change) throw new Error(`operation ${operationId} changes nothing any more`);
  return change;
}

export const APP_DELETED = "app_deleted";
export const deletedMeanwhile = () =>
  new DomainError("conflict", APP_DELETED, "The app or the database was deleted while it was changed.");

/** @throws DomainError `conflict` when the app or the addon was removed meanwhile: there is nothing to change any more. */
async function loadWantedChange(operationId: string): Promise<Change> {
  const change = await loadChange(operationId);
  const { app, addon } = change.database;
  if (app.deletedAt || addon.status !== "running") throw deletedMeanwhile();
  return change;
}

/** A step of a change that is still wanted, with the change as the records have it then. */
export const changeStep =
  <S extends string>({ step }: Deps<S>, operationId: string) =>
  <T>(name: S, work: (change: Change, self: StepSelf) => Promise<T>): Promise<T> =>
    step(name, async (self) => work(await loadWantedChange(operationId), self));

/** Ends a change that has not taken effect: the new node goes, the old one serves as before. */
export async function failChange(
  deps: Deps,
  operationId: string,
  {
    error,
    restore,
    record,
  }: {
    error: unknown;
    restore: (change: Change) => Promise<void>;
    /** Written with the end of the operation. */
    record?: (tx: Tx, reason: string) => Promise<void>;
  },
): Promise<void> {
  if (hasReason(error, "take_over_open")) throw error;
  // Nobody knows whether the old data is still there: the copy stays.
  const isCopyKept = hasReason(error, "predecessor_unreachable", WORKFLOW_LOST);
  await fail(deps, operationId, error, {
    clean: async () => {
      const change = await findChange(operationId);
      if (change?.to.status !== "starting") return;
      const { database, to } = change;
      await restore(change).catch((error: unknown) => noteLoss(deps, change, error));
      const coming = withGroup(database.nodes, to);
      for (const node of coming) await removeNode(deps, database, node);
      const { from } = await loadChange(operationId);
      // A node that was kept before, for an undo, keeps its data; and a copy of data that is gone is all there is.
      if (!isCopyKept && !from.dataGoneAt && !to.volumeKeptUntil)
        for (const node of coming) await removeVolume(deps, database, node);
    },
    record: async (tx, reason) => {
      await record?.(tx, reason);
      const change = await findChange(operationId);
      if (change?.to.status !== "starting") return;
      const { database, from, to } = change;
      const keptMs = isCopyKept || from.dataGoneAt ? VOLUME_KEPT_MS : 0;
      await setSuccessorRemoved(tx, to.id, new Date(Date.now() + keptMs));
      const { id: databaseId, app, addon } = database;
      const data = {
        resourceId: addon.resourceId,
        planId: to.planId,
        engine: to.engine,
        version: to.version,
        reason,
      };
      const subject = { appId: app.id, databaseId, operationId, actorId: null };
      await insertEvent(tx, subject, { type: "change_failed", data });
    },
  });
}

/** Lets clients reach the new node. Whatever became of the app meanwhile: repeated, it may have done so before. */
export const openNode = (deps: Deps, { database, to }: Change): Promise<void> =>
  deps.replication.open(targetOfNode(deps, database, to));

/** Lets clients reach the old node again; waits for it if it is just starting again. */
export const reopen = (deps: Deps, { database, from }: Change): Promise<void> =>
  deps.waitUntil(() => deps.replication.open(targetOfNode(deps, database, from)), { timeoutMs: REOPEN_MS });

/** The step after the one in which the new node took over. @throws `takeOverOpen` whatever it was that failed: clients are on it. */
export async function recordTakenOver(
  deps: Deps<"record-hand-off">,
  operationId: string,
  history: History | null,
): Promise<void> {
  try {
    await deps.step("record-hand-off", () => recordHandOff(deps, operationId, history));
  } catch (error) {
    onlyDomainErrors(error);
    throw takeOverOpen(error);
  }
}

/**
 * From here on the new node is the database's, in one transaction with everything that follows from it; tried again for a moment, since
 * another one that locks the same rows in another order may have been let through.
 */
export async function recordHandOff(deps: Deps, operationId: string, history: History | null): Promise<void> {
  const passes = (error: unknown) => !isUnavailable(error);
  await deps.waitUntil(() => recordOnce(deps, operationId, history), { timeoutMs: RECORD_MS, passes });
}

async function recordOnce(deps: Deps, operationId: string, history: History | null): Promise<void> {
  const { database, from, to } = await loadChange(operationId);
  const { backupId } = await loadOperation(operationId);
  const imported = await findImport(operationId);
  const isGatewayChanged =
    isMember(from) ||
    isMember(to) ||
    to.hostId !== from.hostId ||
    to.lineage !== from.lineage ||
    isNewGatewayNeeded(deps, { database, from, to });
  await transaction(async (tx) => {
    const volumeKeptUntil = new Date(Date.now() + VOLUME_KEPT_MS);
    if (!(await recordTakeOver(tx, { fromId: from.id, toId: to.id, history, volumeKeptUntil }))) return;
    const { planId, engine, version } = to;
    await setPlanAndVersion(tx, {
      databaseId: database.id,
      addonId: database.addon.id,
      planId,
      engine,
      version,
    });
    if (isGatewayChanged) await raiseGatewayRevision(tx, database.id, GATEWAY_GENERATION);
    await raiseRevision(tx, database.app.id);
    if (backupId) await recordRestored(tx, { database, operationId, backupId });
    if (imported) await recordImported(tx, { database, imported });
  });
}

function isNewGatewayNeeded({ plans }: Deps, { database, from, to }: Change): boolean {
  const clientsMaxOf = ({ planId }: NodeRow) => findKnown(plans, planId)?.clientsMax;
  return needsNewGateway({
    generation: database.gatewayGeneration,
    fromClientsMax: clientsMaxOf(from),
    toClientsMax: clientsMaxOf(to) ?? 0,
  });
}

type LastStep = "apply-gateway" | "prove" | "stop-predecessor" | "restart-app";

/** What follows once the new node serves. A failure here takes nothing back: the sweep ends what is left to do. */
export async function finishChange(
  deps: Deps<LastStep>,
  operationId: string,
  { appId, isPredecessorUp }: { appId: string; isPredecessorUp: boolean },
): Promise<void> {
  const { step } = deps;
  const stop = () =>
    step("stop-predecessor", async () => stopPredecessor(deps, await loadChange(operationId)));
  try {
    await step("apply-gateway", async () => {
      const { database } = await loadChange(operationId);
      await protectGroup(deps, database);
      await setGatewayLimits(deps, database);
      await waitForGateway(deps, database);
    });
    await step("prove", async () => verifyNode(deps, await loadChange(operationId)));
    // Stopping takes Swarm some seconds that nobody has to wait for; earlier versions made the app wait.
    const isAppFirst = isPredecessorUp && (await deps.hasChange("restart-app-first"));
    if (isPredecessorUp && !isAppFirst) await stop();
    try {
      await step("restart-app", () => startApp(deps, appId));
    } finally {
      // Also when the app does not start: only here the old data is saved once more.
      if (isAppFirst) await stop();
    }
  } catch (error) {
    await fail(deps, operationId, error);
    return;
  }
  await succeed(deps, operationId);
}

/** The new node through the gateway: it is the one asked for. That it can save was seen before it took over. */
async function verifyNode(deps: Deps, { database, to }: Change): Promise<void> {
  // One of a group is watched by now, and may have been followed by another.
  if (!isMember(to)) await deps.replication.settle(targetOfNode(deps, database, to));
  const { provider, version, role, maxMemoryBytes } = await deps.redis.info(targetOfGateway(deps, database));
  const { maxMemoryBytes: wantedBytes } = planOf(deps, to);
  if (provider !== to.engine || version !== to.version || role !== "master" || maxMemoryBytes !== wantedBytes)
    throw new DomainError(
      "conflict",
      "not_as_asked",
      `The gateway leads to a ${provider} ${version} (${role}) of ${maxMemoryBytes} bytes; ${engineName(to.engine)} ${to.version} of ${wantedBytes} bytes was asked for.`,
    );
}

/**
 * Stops the old node, or its group. What it could not save is no data to go back to; what is away with its host is, once that is back, and
 * what an earlier try of this has saved and removed.
 */
async function stopPredecessor(deps: Deps, { database, from, to }: Change): Promise<void> {
  const service = nodeName(nameOf(deps, database), from.number);
  const isStanding = (await deps.engine.listResources()).some(
    ({ type, name }) => type === "service" && name === service,
  );
  try {
    if (isStanding && !(await isHostAway(deps, from))) await saveNode(deps, database, from);
  } catch (error) {
    onlyDomainErrors(error);
    await forgetPredecessor(to.id);
  }
  for (const node of withGroup(database.nodes, from)) await removeNode(deps, database, node);
}
