import { logSource } from "../core/logs/source";
import type { SampledDatabase } from "../db/sampled-databases";
import type { WatchedContainer } from "../ports/container-stats";
import { type SamplerDeps, subjectOf } from "./deps";
import { lineKeeper } from "./keep-lines";

/** Redis and its gateway write little. */
const KEEPING = { linesMax: 2_000, ownedMax: null };

/** Keeps what nodes and gateways write; at once while their database is being changed. */
export function logKeeper(deps: SamplerDeps) {
  const keep = lineKeeper(deps, KEEPING);
  return async (
    containers: readonly WatchedContainer[],
    databases: readonly SampledDatabase[],
    atMs: number,
  ): Promise<void> => {
    const own = new Map(databases.map((database) => [database.id, database]));
    const writers = containers.flatMap((container) => {
      const database = own.get(container.databaseId);
      if (!database) return [];
      const subject = subjectOf("keep-logs", database);
      const [ownerId, isHurried] = [database.id, database.isBeingChanged];
      return [{ ...container, ownerId, isHurried, subject, source: logSource(container) }];
    });
    await keep(writers, atMs);
  };
}
