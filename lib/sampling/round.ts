import pMap from "p-map";
import { isUnavailable } from "../core/errors";
import type { Alone } from "../core/events/upkeep";
import type { LatestStats } from "../core/stats/latest";
import { ROUND_MS } from "../core/stats/resolutions";
import { carryHighest, measure, type Sample } from "../core/stats/sample";
import { listAlertStates } from "../db/alerts";
import { listDatabaseStats, upsertDatabaseStats } from "../db/database-stats";
import { listSampledApps } from "../db/sampled-apps";
import { listSampledDatabases, type SampledDatabase } from "../db/sampled-databases";
import { claimShards } from "../db/stat-shards";
import { insertRound } from "../db/stats";
import type { WatchedContainer } from "../ports/container-stats";
import { type SamplerDeps, subjectOf } from "./deps";
import { type AlertStates, type Evaluated, evaluateAlerts } from "./evaluate-alerts";
import { logKeeper } from "./keep-logs";
import { type Look, lookAt, type RunningContainers, type Silence } from "./sample-database";
import { appWatcher } from "./watch-apps";

/** More than one machine holds; a silent one keeps its place for a few seconds only. */
const AT_ONCE = 500;
const ABANDONED_MS = 1.5 * ROUND_MS;

/** What is remembered of a database from round to round. */
type Known = { sample: Sample | null; latest: LatestStats; alerts: AlertStates; silence: Silence };

const NEVER_SEEN: LatestStats = {
  run: null,
  highest: null,
  container: null,
  redis: null,
  diskBytes: null,
  connections: null,
  failure: null,
};

const NOT_SILENT: Silence = { rounds: 0, failure: null };

async function listContainers({ containers, log }: SamplerDeps): Promise<WatchedContainer[]> {
  try {
    return await containers.listContainers();
  } catch (error) {
    log.warn("sample.containers_unknown", { error });
    return [];
  }
}

const runningOf = (containers: readonly WatchedContainer[]): RunningContainers =>
  new Map(containers.flatMap((one) => (one.isRunning ? [[one.serviceName, one]] : [])));

function redisPart({ redis }: Look, opsPerSecond: number | null): LatestStats["redis"] {
  if (!redis) return null;
  const { runId: _, traffic: __, ...rest } = redis;
  return { ...rest, opsPerSecond };
}

function containerPart({ container }: Look, cpuPercent: number | null): LatestStats["container"] {
  if (!container) return null;
  const { atMs, usedBytes, limitBytes, swapBytes, swapLimitBytes } = container;
  return { atMs, cpuPercent, usedBytes, limitBytes, swapBytes, swapLimitBytes };
}

/** Takes a look into what is known; answers the round's row. What did not answer keeps what it last said. */
function noteLook(known: Known, look: Look) {
  const { latest } = known;
  const measures = measure(known.sample, look);
  const { run, highest } = carryHighest(
    { run: latest.run, highest: latest.highest, sample: known.sample },
    look,
  );
  known.latest = {
    run,
    highest,
    container: containerPart(look, measures.cpuPercent) ?? latest.container,
    redis: redisPart(look, measures.opsPerSecond) ?? latest.redis,
    diskBytes: look.diskBytes ?? latest.diskBytes,
    connections: look.connections ?? (look.container ? null : latest.connections),
    failure: look.failure?.message ?? null,
  };
  known.sample = look;
  known.silence = { rounds: look.redis ? 0 : known.silence.rounds + 1, failure: look.failure };
  return measures;
}

/** True for a round in which neither engine nor Redis said a thing: a gap, not a row of unknowns. */
const isBlank = ({ container, redis }: Look): boolean => container === null && redis === null;

/** Writes all at once; when something among them cannot be written, each for itself. */
async function storeAll(
  alone: Alone,
  evaluated: readonly Evaluated[],
  store: (some: readonly Evaluated[]) => Promise<void>,
): Promise<void> {
  try {
    await store(evaluated);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    for (const one of evaluated) await alone(subjectOf("store-sample", one.database), () => store([one]));
  }
}

/** Samples the databases that are this worker's, and watches its apps. Call it once a round; it remembers what rates need from one to the next. */
export function sampler(deps: SamplerDeps) {
  const known = new Map<string, Known>();
  const { alone } = deps;
  const keepLogs = logKeeper(deps);
  const watchApps = appWatcher(deps);

  /** Reads what other workers, or an earlier life of this one, have left; forgets what is no longer ours. */
  async function remember(databases: readonly SampledDatabase[]): Promise<void> {
    const ids = new Set(databases.map(({ id }) => id));
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    const news = [...ids].filter((id) => !known.has(id));
    const stored = new Map((await listDatabaseStats(news)).map((row) => [row.databaseId, row.latest]));
    const states = news.length > 0 ? await listAlertStates(news) : new Map();
    for (const id of news) {
      const alerts: AlertStates = new Map();
      for (const { kind, state } of states.get(id) ?? []) alerts.set(kind, state);
      known.set(id, { sample: null, latest: stored.get(id) ?? NEVER_SEEN, alerts, silence: NOT_SILENT });
    }
  }

  async function sample(database: SampledDatabase, running: RunningContainers): Promise<Evaluated[]> {
    const one = known.get(database.id);
    if (!one) return [];
    const evaluated: Evaluated[] = [];
    await alone(subjectOf("sample", database), async () => {
      const look = await lookAt(deps, database, running, one.silence);
      evaluated.push({ database, look, measures: noteLook(one, look), alerts: one.alerts });
    });
    return evaluated;
  }

  return {
    /** Answers the shards that were this worker's; the first one's holder also rolls up. */
    async round(atMs: number): Promise<number[]> {
      const shards = await claimShards({
        workerId: deps.workerId,
        roundAt: new Date(atMs),
        abandonedBefore: new Date(atMs - ABANDONED_MS),
      });
      const databases = await listSampledDatabases(shards);
      const containers = databases.length > 0 ? await listContainers(deps) : [];
      const running = runningOf(containers);
      await remember(databases);
      const evaluated = (
        await pMap(databases, (database) => sample(database, running), { concurrency: AT_ONCE })
      ).flat();
      const seen = evaluated.filter(({ look }) => !isBlank(look));
      await storeAll(alone, seen, (some) =>
        insertRound(
          atMs,
          some.map(({ database, measures }) => ({ databaseId: database.id, measures })),
        ),
      );
      await storeAll(alone, evaluated, (some) =>
        upsertDatabaseStats(
          new Date(atMs),
          some.flatMap(({ database: { id } }) => {
            const one = known.get(id);
            return one ? [{ databaseId: id, latest: one.latest }] : [];
          }),
        ),
      );
      await evaluateAlerts(deps, evaluated, atMs);
      await keepLogs(containers, databases, atMs);
      await watchApps(await listSampledApps(shards), atMs);
      return shards;
    },
  };
}
export type Sampler = ReturnType<typeof sampler>;
