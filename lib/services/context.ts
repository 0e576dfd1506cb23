import type { Plan } from "../core/plans/catalog";
import type { Cipher } from "../ports/cipher";
import type { ContainerLogs } from "../ports/container-logs";
import type { ContainerStats } from "../ports/container-stats";
import type { DockerEngine } from "../ports/docker-engine";
import type { RedisAdmin } from "../ports/redis-admin";

/** Who asks. A signed-in person for now; tokens follow. */
export type Actor = { userId: string; email: string; isAdmin: boolean; sessionId: string };

/** What every service needs: who asks, and the world through its ports. `instance` begins every name on the engine. */
export type Context = {
  requestId: string;
  actor: Actor;
  instance: string;
  plans: readonly Plan[];
  engine: DockerEngine;
  redis: RedisAdmin;
  cipher: Cipher;
  containers: ContainerStats & ContainerLogs;
};
