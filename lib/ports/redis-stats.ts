import type { ServerStats } from "../core/stats/latest";
import type { Traffic } from "../core/stats/own-traffic";
import type { RedisTarget } from "./redis-admin";

/** What INFO tells of a server's work; `runId` is different after each start of it. `traffic` begins anew then, as counters do. */
export type RedisStats = ServerStats & { runId: string; traffic: Traffic };

/** Asks many servers again and again. Each answer is one INFO and ends within a few seconds. */
export type RedisStatsReader = {
  /** @throws DomainError `unavailable` while it is away, loading or too busy; `conflict` when it answers with a refusal. */
  readStats(target: RedisTarget): Promise<RedisStats>;
  /** Lets go of whatever is kept open. */
  close(): void;
};
