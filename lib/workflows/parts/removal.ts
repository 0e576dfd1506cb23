import { appNetworkName, nodeName } from "../../core/databases/names";
import { DomainError } from "../../core/errors";
import { type DatabaseRow, listDatabasesOfApp } from "../../db/databases";
import type { World } from "../deps";
import { nameOf, removeNodes, removeSecrets, removeVolumes, targetOf } from "./database";
import { removeGateway } from "./gateway";
import { SAVE_MS } from "./save-node";

/**
 * Writes the data to disk a last time, so that the kept volume holds all of it. A database that does not answer has nothing to
 * save. @throws DomainError `conflict` when Redis answers but cannot save: its data would be lost.
 */
export async function saveData(world: World, database: DatabaseRow): Promise<void> {
  const active = database.nodes.find(({ status }) => status === "active");
  if (!active) return;
  const target = targetOf(world, database, nodeName(nameOf(world, database), active.number));
  const answers = await world.redis.ping(target).then(
    () => true,
    () => false,
  );
  if (!answers) return;
  try {
    await world.redis.save(target, SAVE_MS);
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    const message = `The data could not be saved a last time: ${cause.message} Free disk space on the host, then remove the database again.`;
    throw new DomainError("conflict", "save_failed", message, { cause });
  }
}

/** Takes a database off the engine; with `keepVolumes` its data stays. Safe to repeat. */
export async function removeFromEngine(
  world: World,
  database: DatabaseRow,
  { keepVolumes }: { keepVolumes: boolean },
): Promise<void> {
  await removeGateway(world, database);
  await removeNodes(world, database);
  await removeSecrets(world, database);
  if (!keepVolumes) await removeVolumes(world, database);
  await removeUnusedNetwork(world, database);
}

/** The app's network goes with its last database when no container of the app is on it. */
export async function removeUnusedNetwork(world: World, { id, app }: DatabaseRow): Promise<void> {
  if (app.source !== "none" && !app.deletedAt) return;
  const others = (await listDatabasesOfApp(app.id)).filter(
    (other) => other.id !== id && other.addon.status !== "failed",
  );
  if (others.length === 0) await world.engine.removeNetwork(appNetworkName(world.instance, app.name));
}
