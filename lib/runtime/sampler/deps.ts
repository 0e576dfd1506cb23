import type { UpkeepWork } from "../../core/events/upkeep";
import type { Plan } from "../../core/plans/catalog";
import type { SampledDatabase } from "../../db/sampled-databases";
import type { Cipher } from "../../ports/cipher";
import type { ContainerLogs } from "../../ports/container-logs";
import type { ContainerStats } from "../../ports/container-stats";
import type { Notifier } from "../../ports/notifier";
import type { RedisStatsReader } from "../../ports/redis-stats";
import type { Subject } from "../../workflows/deps";

/** What the sampler acts on. */
export type SamplerDeps = {
  instance: string;
  workerId: string;
  plans: readonly Plan[];
  cipher: Pick<Cipher, "decrypt">;
  containers: ContainerStats & ContainerLogs;
  redisStats: RedisStatsReader;
  notifiers: readonly Notifier[];
  /** Milliseconds since 1970. */
  now: () => number;
};

export const subjectOf = (work: UpkeepWork, { id, appId, resourceId }: SampledDatabase): Subject => ({
  work,
  id,
  name: resourceId,
  appId,
  databaseId: id,
});
