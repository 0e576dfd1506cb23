import { databaseMemoryBytes } from "../core/databases/memory";
import { connectionUrl } from "../core/databases/url";
import { DomainError } from "../core/errors";
import { chooseHost } from "../core/hosts/choose";
import { insertAddonVariables } from "../db/addon-variables";
import { loadAddonStatus, setAddonStatus } from "../db/addons";
import { lockApp } from "../db/apps";
import { transaction } from "../db/client";
import {
  type DatabaseRow,
  loadDatabase,
  lockPlacement,
  setNodeActive,
  setNodeHost,
  setNodesRemoved,
  sumReservations,
} from "../db/databases";
import { insertEvent } from "../db/events";
import type { Deps } from "./deps";

import { applyAppService } from "./parts/app-service";
import {
  applyGateway,
  applyNetworks,
  applyNode,
  applySecrets,
  currentNode,
  passwordOf,
  planOf,
} from "./parts/database";
import { begin, fail, succeed } from "./parts/ending";
import { removeFromEngine } from "./parts/removal";
import { waitForGateway, waitForNode } from "./parts/waiting";

/** Builds the database of an addon and gives its URL to the app. Whatever fails before the variables are set leaves nothing behind. */
export async function provision(deps: Deps, operationId: string): Promise<void> {
  const { step } = deps;
  const { appId, databaseId } = await begin(deps, operationId);
  const build = (name: string, work: (deps: Deps, database: DatabaseRow) => Promise<void>) =>
    step(name, async () => work(deps, await loadWanted(databaseId)));
  try {
    await build("choose-host", placeNode);
    await build("create-network", applyNetworks);
    await build("store-secrets", applySecrets);
    await build("start-node", applyNode);
    // Both containers start at the same time; the gateway finds the node once it answers.
    await build("start-gateway", applyGateway);
    await build("wait-for-node", waitForNode);
    await build("wait-for-gateway", waitForGateway);
    await step("set-variables", () => handOver(deps, databaseId));
  } catch (error) {
    await fail(deps, operationId, error, {
      clean: async () => removeFromEngine(deps, await loadDatabase(databaseId), { keepVolumes: false }),
      record: async (tx, reason) => {
        const { addon } = await loadDatabase(databaseId);
        await setAddonStatus(tx, addon.id, "failed");
        await setNodesRemoved(tx, databaseId, new Date());
        const data = { resourceId: addon.resourceId, planId: addon.planId, reason };
        await insertEvent(tx, { appId, databaseId, operationId, actorId: null, type: "addon_failed", data });
      },
    });
    return;
  }
  // The database serves from here on: an app that cannot be restarted is told of, and takes nothing away.
  try {
    await step("restart-app", () => applyAppService(deps, appId));
  } catch (error) {
    await fail(deps, operationId, error);
    return;
  }
  await succeed(deps, operationId);
}

/** @throws DomainError `conflict` when the app or the addon was removed meanwhile. */
async function loadWanted(databaseId: string): Promise<DatabaseRow> {
  const database = await loadDatabase(databaseId);
  if (database.app.deletedAt || database.addon.status !== "provisioning") throw deletedMeanwhile();
  return database;
}

const deletedMeanwhile = () =>
  new DomainError("conflict", "app_deleted", "The app was deleted while its database was being made.");

/** Chooses the host and keeps its memory by the same transaction. A choice once made stays. */
async function placeNode(deps: Deps, database: DatabaseRow): Promise<void> {
  const node = currentNode(database);
  if (node.hostId) return;
  const hosts = await deps.engine.listHosts();
  const plan = planOf(deps, node);
  await transaction(async (tx) => {
    await lockPlacement(tx);
    const reservedByHost = await sumReservations(tx);
    const choice = chooseHost({
      hosts,
      reservedByHost,
      needBytes: databaseMemoryBytes(plan),
      needCpus: plan.cpus,
    });
    if (!choice.allowed) throw new DomainError("conflict", choice.reason, REFUSALS[choice.reason]);
    await setNodeHost(tx, node.id, choice.host);
  });
}

const REFUSALS = {
  no_room:
    "No host has enough free memory for this plan. Choose a smaller plan, remove a database, or add a host.",
  no_host_ready: "No host is ready. Check the engine, then add the database again.",
} as const;

/** Variables, node and addon change at once: the app sees a database that serves, or none. */
async function handOver(deps: Deps, databaseId: string): Promise<void> {
  const database = await loadDatabase(databaseId);
  const { app, addon } = database;
  const url = connectionUrl({
    resourceId: addon.resourceId,
    password: passwordOf(deps, database, "default"),
  });
  const urlEncrypted = deps.cipher.encrypt(url);
  await transaction(async (tx) => {
    const lockedApp = await lockApp(tx, app.id);
    const status = await loadAddonStatus(tx, addon.id);
    if (status === "running") return;
    if (!lockedApp || status !== "provisioning") throw deletedMeanwhile();
    await insertAddonVariables(tx, {
      appId: app.id,
      addonId: addon.id,
      resourceId: addon.resourceId,
      urlEncrypted,
    });
    await setNodeActive(tx, currentNode(database).id);
    await setAddonStatus(tx, addon.id, "running");
  });
}
