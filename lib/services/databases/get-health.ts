import type { DatabaseInput, HealthView } from "../../contract/databases";
import { nodeName } from "../../core/databases/names";
import { targetOf } from "../../core/databases/users";
import { isRefusal } from "../../core/errors";
import { hostTrouble } from "../../core/hosts/state";
import { findDatabaseStats } from "../../db/database-stats";
import { loadDatabase } from "../../db/databases";
import { findKnownHost } from "../../db/hosts";
import type { RedisInfo, RedisTarget } from "../../ports/redis-admin";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { dataGoneView } from "./data-gone";

/** What the active node answers to PING and INFO now; an answer that does not come is an answer too. @throws DomainError `not_found`. */
export async function getHealth(ctx: Context, input: DatabaseInput): Promise<HealthView> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const { resourceId } = addon;
  const database = await loadDatabase(addon.databaseId);
  const node = database.nodes.find(({ status }) => status === "active");
  const checkedAt = new Date().toISOString();
  if (addon.status !== "running" || !node) return { state: "not_running", checkedAt };
  const gone = dataGoneView(ctx, database, addon);
  if (gone) return { state: "data_gone", checkedAt, ...gone };
  const trouble = await hostTroubleOf(node.hostId, addon.databaseId);
  if (trouble !== null) return { state: "unreachable", checkedAt, reason: trouble };
  const target = targetOf(ctx, database, nodeName({ instance: ctx.instance, resourceId }, node.number));
  try {
    return healthy(await ask(ctx, target), checkedAt);
  } catch (error) {
    // Away, or it refuses us: either way nobody can use it as it should be used, and the message says which.
    if (!isRefusal(error)) throw error;
    return { state: "unreachable", checkedAt, reason: error.message };
  }
}

/** Why the node's host has it not running, and what is on its disk; nobody has to wait for a Redis that cannot answer. */
async function hostTroubleOf(hostId: string | null, databaseId: string): Promise<string | null> {
  const host = hostId === null ? null : await findKnownHost(hostId);
  const trouble = host && hostTrouble(host);
  if (trouble === null) return null;
  const savedAtMs = (await findDatabaseStats(databaseId))?.latest.redis?.lastSaveAtMs ?? null;
  const saved = savedAtMs === null ? "at a time that is not known" : new Date(savedAtMs).toISOString();
  return `${trouble} Data last saved there ${saved}; a backup can be restored into a new database meanwhile.`;
}

async function ask({ redis }: Context, target: RedisTarget): Promise<RedisInfo> {
  await redis.ping(target);
  return redis.info(target);
}

const healthy = (info: RedisInfo, checkedAt: string): HealthView => ({
  state: "healthy",
  checkedAt,
  version: info.version,
  uptimeSeconds: info.uptimeSeconds,
  usedMemoryBytes: info.usedMemoryBytes,
  maxMemoryBytes: info.maxMemoryBytes,
  keys: info.keys,
  lastSaveAt: info.lastSaveAt?.toISOString() ?? null,
  isLastSaveOk: info.isLastSaveOk,
});
