import type { ServerStats } from "../core/stats/latest";
import type { RedisTarget } from "./redis-admin";

/** What INFO tells of a server's work; `runId` is different after each start of it. */
export type RedisStats = ServerStats & { runId: string };

/** Asks many servers again and again. Each answer is one INFO and ends within a few seconds. */
export type RedisStatsReader = {
  /** @throws DomainError `unavailable` when there is no answer. */
  readStats(target: RedisTarget): Promise<RedisStats>;
  /** Lets go of whatever is kept open. */
  close(): void;
};
