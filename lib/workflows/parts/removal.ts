import { appNetworkName } from "../../core/databases/names";
import { DomainError, hasReason, isUnavailable } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";
import { type DatabaseRow, listDatabasesOfApp } from "../../db/databases";
import type { RedisTarget } from "../../ports/redis-admin";
import type { Deps, WorkflowContext } from "../deps";
import { removeNodes, removeSecrets, removeVolumes, targetOfNode } from "./database";
import { removeGateway } from "./gateway";
import { SAVE_MS } from "./save-node";

const AWAY = "redis_unreachable";
const AWAY_MS = MINUTE_MS;

/**
 * Writes the data to disk a last time, so that the kept volume holds all of it. Nothing is to be saved of a Redis that does not run, or
 * that has only begun to load what is on disk; one that hangs is given a minute. @throws DomainError `conflict` when Redis answers but
 * cannot save, `unavailable` when nobody can tell: its data would be lost.
 */
export async function saveData(deps: Deps, database: DatabaseRow): Promise<void> {
  const active = database.nodes.find(({ status }) => status === "active");
  if (!active) return;
  const target = targetOfNode(deps, database, active);
  if (!(await hasData(deps, target))) return;
  try {
    await deps.redis.save(target, SAVE_MS);
  } catch (cause) {
    throw notSaved(cause);
  }
}

/** Whether Redis holds anything that its disk may not. @throws DomainError as `saveData`. */
async function hasData(deps: Deps, target: RedisTarget): Promise<boolean> {
  const isGone = async () => {
    const tasks = await deps.engine.listTasks(target.serviceName);
    return !tasks.some(({ state }) => state === "running");
  };
  const ask = async () => {
    try {
      await deps.redis.ping(target);
      return true;
    } catch (error) {
      if (hasReason(error, "redis_loading")) return false;
      if (hasReason(error, AWAY) && (await isGone())) return false;
      throw error;
    }
  };
  try {
    return await deps.waitUntil(ask, { timeoutMs: AWAY_MS });
  } catch (error) {
    // It runs and hangs: stopping it, it may still save by itself; without an end nobody could ever remove it.
    if (hasReason(error, AWAY)) return false;
    throw isUnavailable(error) ? error : notSaved(error);
  }
}

function notSaved(cause: unknown): unknown {
  if (!(cause instanceof DomainError)) return cause;
  const message = `The data could not be saved a last time: ${cause.message} Mend that (a full disk of the host, or users changed by hand), then remove the database again.`;
  return new DomainError("conflict", "save_failed", message, { cause });
}

/** Takes a database off the engine; with `keepVolumes` its data stays. Safe to repeat. */
export async function removeFromEngine(
  world: WorkflowContext,
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
export async function removeUnusedNetwork(world: WorkflowContext, { id, app }: DatabaseRow): Promise<void> {
  if (app.source !== "none" && !app.deletedAt) return;
  const others = (await listDatabasesOfApp(app.id)).filter(
    (other) => other.id !== id && other.addon.status !== "failed",
  );
  if (others.length === 0) await world.engine.removeNetwork(appNetworkName(world.instance, app.name));
}
