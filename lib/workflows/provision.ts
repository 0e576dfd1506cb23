import { membersOf } from "../core/availability/members";
import { DomainError } from "../core/errors";
import { loadAddonStatus, setAddonStatus } from "../db/addons";
import { lockApp } from "../db/apps";
import { transaction } from "../db/client";
import { type DatabaseRow, loadDatabase } from "../db/databases";
import { insertEvent } from "../db/events";
import { noteMaster, setAllNodesRemoved, setNodeActive } from "../db/nodes";
import { loadOperation } from "../db/operations";
import type { Deps, DepsOf, StepSelf } from "./deps";
import { giveVariables } from "./parts/addon-variables";
import { applyNetworks, applyNode, applyNodeSecrets, nodesOf, servingNode } from "./parts/database";
import { beginForDatabase, fail, succeed } from "./parts/ending";
import { applyGateway } from "./parts/gateway";
import { placeMembers, placeNode } from "./parts/placement";
import { recordRestored } from "./parts/record-restored";
import { removeFromEngine } from "./parts/removal";
import { applySentinels, beginWatch } from "./parts/sentinels";
import { startApp } from "./parts/start-app";
import { waitForGateway, waitForNode } from "./parts/waiting";

/** Builds the database of an addon and gives its URL to the app. Whatever fails before the variables are set leaves nothing behind. */
export async function provision(deps: DepsOf<"provision">, operationId: string): Promise<void> {
  const { step } = deps;
  const { appId, databaseId } = await beginForDatabase(deps, operationId);
  const build = buildStep(deps, databaseId);
  try {
    await build("choose-host", place);
    await build("create-network", applyNetworks);
    await build("store-secrets", storeSecrets);
    await build("start-node", async (deps, database) => {
      if (isGroup(database)) await applySentinels(deps);
      for (const node of nodesOf(database)) await applyNode(deps, database, node, { isFirstStart: true });
    });
    // Both containers start at the same time; the gateway finds the node once it answers.
    await build("start-gateway", async (deps, database) => void (await applyGateway(deps, database)));
    await build("wait-for-node", async (deps, database) => {
      for (const node of nodesOf(database)) await waitForNode(deps, database, node);
      if (isGroup(database)) await beginWatch(deps, database);
    });
    await build("wait-for-gateway", waitForGateway);
    await step("set-variables", () => handOver(deps, operationId, databaseId));
  } catch (error) {
    await failProvision(deps, operationId, { databaseId, error });
    return;
  }
  await finishProvision(deps, operationId, appId);
}

const isGroup = ({ nodes }: DatabaseRow): boolean => membersOf(nodes).length > 0;

/** A host for its only node, or one for each of a group. */
export const place = (deps: Deps, database: DatabaseRow, self: StepSelf): Promise<void> =>
  isGroup(database)
    ? placeMembers(deps, nodesOf(database))
    : placeNode(deps, servingNode(database), { self });

/** What each node starts with for the first time. */
export async function storeSecrets(deps: Deps, database: DatabaseRow): Promise<void> {
  for (const node of nodesOf(database)) await applyNodeSecrets(deps, database, node, { isGatewayOn: true });
}

/** A step of the making of a database that is still wanted. */
export const buildStep =
  <S extends string>(deps: Deps<S>, databaseId: string) =>
  (name: S, work: (deps: Deps, database: DatabaseRow, self: StepSelf) => Promise<void>): Promise<void> =>
    deps.step(name, async (self) => work(deps, await loadWanted(databaseId), self));

/** The database serves from here on: a failed restart of the app fails the operation but keeps the database. */
export async function finishProvision(
  deps: Deps<"restart-app">,
  operationId: string,
  appId: string,
): Promise<void> {
  try {
    await deps.step("restart-app", () => startApp(deps, appId));
  } catch (error) {
    await fail(deps, operationId, error);
    return;
  }
  await succeed(deps, operationId);
}

/** Ends one whose database does not serve: nothing of it stays. */
export const failProvision = (
  deps: Deps,
  operationId: string,
  { databaseId, error }: { databaseId: string; error: unknown },
): Promise<void> =>
  fail(deps, operationId, error, {
    clean: async () => removeFromEngine(deps, await loadDatabase(databaseId), { keepVolumes: false }),
    record: async (tx, reason) => {
      const { addon, app } = await loadDatabase(databaseId);
      await setAddonStatus(tx, addon.id, "failed");
      await setAllNodesRemoved(tx, databaseId, new Date());
      const data = { resourceId: addon.resourceId, planId: addon.planId, reason };
      const about = { appId: app.id, databaseId, operationId, actorId: null };
      await insertEvent(tx, about, { type: "addon_failed", data });
    },
  });

/** @throws DomainError `conflict` when the app or the addon was removed meanwhile. */
async function loadWanted(databaseId: string): Promise<DatabaseRow> {
  const database = await loadDatabase(databaseId);
  if (database.app.deletedAt || database.addon.status !== "provisioning") throw deletedMeanwhile();
  return database;
}

const deletedMeanwhile = () =>
  new DomainError("conflict", "app_deleted", "The app was deleted while its database was being made.");

/** Variables, node and addon change at once: the app sees a database that serves, or none. */
export async function handOver(deps: Deps, operationId: string, databaseId: string): Promise<void> {
  const database = await loadDatabase(databaseId);
  const { backupId } = await loadOperation(operationId);
  const { app, addon } = database;
  await transaction(async (tx) => {
    const lockedApp = await lockApp(tx, app.id);
    const status = await loadAddonStatus(tx, addon.id);
    if (status === "running") return;
    if (!lockedApp || status !== "provisioning") throw deletedMeanwhile();
    await giveVariables(deps, tx, database);
    const { id: nodeId } = servingNode(database);
    await (isGroup(database) ? noteMaster(tx, { databaseId, nodeId }) : setNodeActive(tx, nodeId));
    await setAddonStatus(tx, addon.id, "running");
    if (backupId) await recordRestored(tx, { database, operationId, backupId });
  });
}
