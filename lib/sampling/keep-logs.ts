import pMap from "p-map";
import { isRefusal } from "../core/errors";
import { logSource } from "../core/logs/source";
import { ROUND_MS } from "../core/stats/resolutions";
import { insertLogLines, listLastLines } from "../db/log-lines";
import type { SampledDatabase } from "../db/sampled-databases";
import type { WatchedContainer } from "../ports/container-stats";
import { type SamplerDeps, subjectOf } from "./deps";
import { inTime } from "./in-time";

/** Each container's turn comes once in so many rounds; every round while its database is being changed. */
const TURNS = 6;
const LINES_MAX = 2_000;
const READ_MS = 5_000;
const AT_ONCE = 20;

type Kept = { since: string | undefined; isOver: boolean };

/** Spreads the containers over the rounds. */
const turnOf = (containerId: string): number =>
  [...containerId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TURNS;

/** Keeps what nodes and gateways write, so that it outlives their containers. */
export function logKeeper(deps: SamplerDeps) {
  const kept = new Map<string, Kept>();
  const lastLines = new Map<string, Map<string, string>>();

  async function knownOf(container: WatchedContainer): Promise<Kept> {
    const { containerId: id, databaseId } = container;
    const known = kept.get(id);
    if (known) return known;
    const last = lastLines.get(databaseId) ?? (await listLastLines(databaseId));
    lastLines.set(databaseId, last);
    const fresh = { since: last.get(logSource(container)), isOver: false };
    kept.set(id, fresh);
    return fresh;
  }

  async function keepOne(container: WatchedContainer): Promise<void> {
    const known = await knownOf(container);
    const options = { linesMax: LINES_MAX, ...(known.since !== undefined && { since: known.since }) };
    const lines = await inTime(deps.containers.readLogs(container, options), READ_MS);
    const source = logSource(container);
    await insertLogLines(
      container.databaseId,
      lines.map((line) => ({ ...line, source })),
    );
    known.since = lines.at(-1)?.at ?? known.since;
    known.isOver = !container.isRunning;
  }

  /** A container that is just going, or an engine that is away, is asked again in its next turn; anything else is no such silence. */
  async function keepUnlessAway(container: WatchedContainer): Promise<void> {
    const { databaseId } = container;
    try {
      await keepOne(container);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      deps.log.warn("logs.not_kept", { databaseId, error });
    }
  }

  return async (
    containers: readonly WatchedContainer[],
    databases: readonly SampledDatabase[],
    atMs: number,
  ): Promise<void> => {
    const own = new Map(databases.map((database) => [database.id, database]));
    const here = containers.filter(({ databaseId }) => own.has(databaseId));
    const turn = Math.floor(atMs / ROUND_MS) % TURNS;
    const due = here.filter((container) => {
      const known = kept.get(container.containerId);
      if (known?.isOver) return false;
      const isHurried = !known || !container.isRunning || own.get(container.databaseId)?.isBeingChanged;
      return isHurried || turnOf(container.containerId) === turn;
    });
    // Stopped containers first: their lines are older.
    const byAge = due.sort((a, b) => Number(a.isRunning) - Number(b.isRunning));
    await pMap(
      byAge,
      async (container) => {
        const database = own.get(container.databaseId);
        if (database)
          await deps.alone({ ...subjectOf("keep-logs", database), id: container.containerId }, () =>
            keepUnlessAway(container),
          );
      },
      { concurrency: AT_ONCE },
    );
    const present = new Set(here.map(({ containerId }) => containerId));
    for (const id of kept.keys()) if (!present.has(id)) kept.delete(id);
    lastLines.clear();
  };
}
