import type { DatabaseInput, HealthView, HostGoneView } from "../../contract/databases";
import { nodeName } from "../../core/databases/names";
import { targetOf } from "../../core/databases/users";
import { isRefusal } from "../../core/errors";
import { hostTrouble, isAway } from "../../core/hosts/state";
import { findNewestBackup } from "../../db/backups";
import { findDatabaseStats } from "../../db/database-stats";
import { loadDatabase } from "../../db/databases";
import { findKnownHost } from "../../db/hosts";
import type { RedisInfo, RedisTarget } from "../../ports/redis-admin";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { dataGoneView } from "./data-gone";
import { readGroupHealth } from "./group-health";
import { findServingNode } from "./serving-node";

/** What the active node answers to PING and INFO now; an answer that does not come is an answer too. @throws DomainError `not_found`. */
export async function getHealth(ctx: Context, input: DatabaseInput): Promise<HealthView> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const { resourceId } = addon;
  const database = await loadDatabase(addon.databaseId);
  const checkedAt = new Date().toISOString();
  const [node, group] = await Promise.all([findServingNode(ctx, database), readGroupHealth(ctx, database)]);
  if (addon.status !== "running" || !node) return { state: "not_running", checkedAt };
  const gone = dataGoneView(ctx, database, addon);
  if (gone) return { state: "data_gone", checkedAt, ...gone };
  // Another node takes over from one whose host is away: nothing is to be restored.
  const away = group ? null : await hostGoneOf(node.hostId, addon.databaseId);
  if (away) return { state: "unreachable", checkedAt, ...away, group };
  const target = targetOf(ctx, database, nodeName({ instance: ctx.instance, resourceId }, node.number));
  try {
    return { ...healthy(await ask(ctx, target), checkedAt), group };
  } catch (error) {
    // Away, or it refuses us: either way nobody can use it as it should be used, and the message says which.
    if (!isRefusal(error)) throw error;
    return { state: "unreachable", checkedAt, reason: error.message, hostGone: null, group };
  }
}

/** Why the node's host has it not running, and what is on its disk; nobody has to wait for a Redis that cannot answer. */
async function hostGoneOf(
  hostId: string | null,
  databaseId: string,
): Promise<{ reason: string; hostGone: HostGoneView } | null> {
  const host = await findKnownHost(hostId);
  if (!host || !isAway(host.state)) return null;
  const { name: hostName, state, since } = host;
  const [stats, backup] = await Promise.all([findDatabaseStats(databaseId), findNewestBackup(databaseId)]);
  const savedAtMs = stats?.latest.redis?.lastSaveAtMs ?? null;
  const lastSavedAt = savedAtMs === null ? null : new Date(savedAtMs).toISOString();
  const ways = backup
    ? `Wait for it, or restore the newest backup, of ${backup.createdAt.toISOString()}: the database then serves from another host.`
    : "There is no backup that could be restored on another host: wait for it.";
  return {
    reason: `${hostTrouble(host)} Data last saved there ${lastSavedAt ?? "at a time that is not known"}. ${ways}`,
    hostGone: {
      hostName,
      state,
      since: since.toISOString(),
      lastSavedAt,
      backup: backup && { id: backup.id, createdAt: backup.createdAt.toISOString() },
    },
  };
}

async function ask({ redis }: Context, target: RedisTarget): Promise<RedisInfo> {
  await redis.ping(target);
  return redis.info(target);
}

const healthy = (info: RedisInfo, checkedAt: string) => ({
  state: "healthy" as const,
  checkedAt,
  version: info.version,
  uptimeSeconds: info.uptimeSeconds,
  usedMemoryBytes: info.usedMemoryBytes,
  maxMemoryBytes: info.maxMemoryBytes,
  keys: info.keys,
  lastSaveAt: info.lastSaveAt?.toISOString() ?? null,
  isLastSaveOk: info.isLastSaveOk,
});
