import type { Alone, Subject, UpkeepWork } from "../core/events/upkeep";
import type { Plan } from "../core/plans/catalog";
import type { SampledDatabase } from "../db/sampled-databases";
import type { Cipher } from "../ports/cipher";
import type { ContainerLogs } from "../ports/container-logs";
import type { ContainerStats } from "../ports/container-stats";
import type { RedisStatsReader } from "../ports/redis-stats";

/** Where the sampler writes what happened: an event's name, then ids. `error` is whatever was thrown, as it is. */
export type SamplerLog = {
  info: (event: string, ids: Record<string, string>) => void;
  warn: (event: string, fields: { error: unknown; databaseId?: string; part?: string }) => void;
};

/** What the sampler acts on. */
export type SamplerDeps = {
  instance: string;
  workerId: string;
  plans: readonly Plan[];
  cipher: Pick<Cipher, "decrypt">;
  containers: ContainerStats & ContainerLogs;
  redisStats: RedisStatsReader;
  log: SamplerLog;
  /** Keeps the failure of one database from the others of the round. */
  alone: Alone;
  /** Milliseconds since 1970. */
  now: () => number;
};

/** A database as the thing that a round works on. */
export const subjectOf = (work: UpkeepWork, { id, appId, resourceId }: SampledDatabase): Subject => ({
  work,
  id,
  name: resourceId,
  appId,
  databaseId: id,
});
