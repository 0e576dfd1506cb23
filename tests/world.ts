import { memoryGateways } from "../lib/adapters/gateway/memory";
import type { memoryRedisAdmin } from "../lib/adapters/redis/memory";
import { memoryGroups } from "../lib/adapters/redis/memory-groups";
import { memoryRedisImports } from "../lib/adapters/redis/memory-import";
import { memoryRedisReplication } from "../lib/adapters/redis/memory-replication";
import { memoryRedisUsers } from "../lib/adapters/redis/memory-users";
import type { ContainerLogs } from "../lib/ports/container-logs";
import type { DockerEngine } from "../lib/ports/docker-engine";
import type { Context } from "../lib/services/context";
import type { WorkflowContext } from "../lib/workflows/deps";
import { testAuthority } from "./authority";
import { backupWorld } from "./backup-world";

type Parts = Pick<Context, "instance" | "plans" | "cipher"> & {
  engine: DockerEngine;
  redis: ReturnType<typeof memoryRedisAdmin>;
  containers: ContainerLogs;
};

/** What workflows act on, with nodes in memory that serve from their first start. */
export const worldOf = ({ instance, plans, cipher, engine, redis, containers }: Parts): WorkflowContext => ({
  instance,
  plans,
  cipher,
  engine,
  redis,
  containers,
  replication: memoryRedisReplication(redis, { startOf: () => ({ isOpen: true, follows: null }) }),
  users: memoryRedisUsers(redis),
  gateways: memoryGateways({ isRunning: async () => true }),
  groups: memoryGroups(),
  authority: testAuthority(),
  imports: memoryRedisImports(),
  publicHost: null,
  replaceAfterMs: 600_000,
  publicPorts: { from: 20_000, to: 20_001 },
  ...backupWorld().parts,
});
