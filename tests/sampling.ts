import { memoryContainers } from "../lib/adapters/docker/memory/container-stats";
import { memoryRedisStats } from "../lib/adapters/redis/memory-stats";
import type { AddonView } from "../lib/contract/addons";
import { gatewayName, nodeName } from "../lib/core/databases/names";
import { DEFAULT_PLANS } from "../lib/core/plans/catalog";
import { findAddonByResourceId } from "../lib/db/addons";
import { transaction } from "../lib/db/client";
import { loadDatabase } from "../lib/db/databases";
import { setNodeHost } from "../lib/db/nodes";
import { aloneKeeper } from "../lib/runtime/alone";
import { INSTANCE, makeAddon, makeApp, plainCipher } from "./factories";

/** A world to sample in memory; `now` is the time of its containers' readings. */
export function makeSampledWorld() {
  const clock = { ms: 0 };
  const containers = memoryContainers({ now: () => clock.ms });
  const redisStats = memoryRedisStats();
  const told: [string, string][] = [];
  const log = {
    info: (event: string, { kind }: Record<string, string>) => void told.push([event, kind ?? ""]),
    warn: () => {},
  };
  const deps = (workerId = "worker-1") => ({
    instance: INSTANCE,
    workerId,
    plans: DEFAULT_PLANS,
    cipher: plainCipher,
    containers,
    redisStats,
    log,
    alone: aloneKeeper(),
    now: () => clock.ms,
  });
  return { clock, containers, redisStats, told, deps };
}
export type SampledWorld = ReturnType<typeof makeSampledWorld>;

/** A running database with containers for its node and its gateway. */
export async function addSampledDatabase({ containers }: SampledWorld) {
  const { ctx, app } = await makeApp();
  const addon: AddonView = await makeAddon(ctx, app);
  const { resourceId } = addon;
  const databaseId = (await findAddonByResourceId(resourceId))?.databaseId ?? "";
  const host = { id: "host-1", name: "host-1" };
  const [first] = (await loadDatabase(databaseId)).nodes;
  if (first) await transaction((tx) => setNodeHost(tx, first.id, host));
  const node = nodeName({ instance: INSTANCE, resourceId }, 1);
  const gateway = gatewayName({ instance: INSTANCE, resourceId });
  const nodeId = `${resourceId}-n`;
  const gatewayId = `${resourceId}-g`;
  containers.add({ containerId: nodeId, serviceName: node, databaseId, role: "node" });
  containers.add({ containerId: gatewayId, serviceName: gateway, databaseId, role: "gateway" });
  containers.setVolume(node, 40_960);
  containers.setConnections(gatewayId, 5);
  return { ctx, app, addon, resourceId, databaseId, node, gateway, nodeId, gatewayId };
}
