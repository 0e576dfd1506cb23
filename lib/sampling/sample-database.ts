import { gatewayName, nodeName } from "../core/databases/names";
import { berthTarget } from "../core/databases/users";
import { DomainError } from "../core/errors";
import { OWN_CONNECTIONS } from "../core/stats/own-traffic";
import type { SampledDatabase } from "../db/sampled-databases";
import type { ContainerReading, ContainerRef } from "../ports/container-stats";
import type { RedisStats } from "../ports/redis-stats";
import type { SamplerDeps } from "./deps";
import { inTime } from "./in-time";

const CONTAINER_MS = 4_000;
const REDIS_MS = 3_500;

/** One database in one round; null is what did not answer. */
export type Look = {
  container: (ContainerReading & { id: string }) | null;
  redis: (RedisStats & { atMs: number }) | null;
  diskBytes: number | null;
  /** Of clients; counted at the gateway, or at Redis where that runs on another host, or there are several of a group. */
  connections: number | null;
  /** True while Berth works on the database. */
  isBusy: boolean;
  /** Why Redis did not answer. */
  failure: DomainError | null;
};

/** The running container of each service; empty while the engine does not answer. */
export type RunningContainers = ReadonlyMap<string, ContainerRef>;

async function orNull<T>({ log }: SamplerDeps, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DomainError)) log.warn("sample.failed", { error });
    return null;
  }
}

async function askRedis(
  { instance, cipher, redisStats, log, now }: SamplerDeps,
  database: SampledDatabase,
): Promise<Pick<Look, "redis" | "failure">> {
  const { resourceId, nodeNumber, passwordEncrypted } = database;
  try {
    const node = nodeName({ instance, resourceId }, nodeNumber);
    const target = berthTarget(node, cipher.decrypt(passwordEncrypted));
    const stats = await inTime(redisStats.readStats(target), REDIS_MS);
    return { redis: { ...stats, atMs: now() }, failure: null };
  } catch (error) {
    if (error instanceof DomainError) return { redis: null, failure: error };
    log.warn("sample.failed", { databaseId: database.id, error });
    const failure = new DomainError("internal", "unexpected", "Redis could not be asked.", { cause: error });
    return { redis: null, failure };
  }
}

/** So many rounds without an answer are asked one by one; then, one of so many, in which not everybody's turn comes at once. */
const PATIENT_ROUNDS = 6;
const TURNS = 3;

/** How long a database has been silent, and what it said last. */
export type Silence = { rounds: number; failure: DomainError | null };

/**
 * A new connection costs far more than an INFO, and what has been away for a minute would be tried in vain: its turn comes now and
 * then, or as soon as its container runs here. On another host nothing else would tell that it is back.
 */
const isDue = ({ rounds }: Silence, databaseId: string, isRunning: boolean): boolean =>
  isRunning || rounds < PATIENT_ROUNDS || (rounds + Number.parseInt(databaseId.slice(-4), 16)) % TURNS === 0;

/** One call of the engine and one INFO, side by side; what does not answer in time is left out. Never fails. */
export async function lookAt(
  deps: SamplerDeps,
  database: SampledDatabase,
  running: RunningContainers,
  silence: Silence,
): Promise<Look> {
  const { containers, instance } = deps;
  const name = { instance, resourceId: database.resourceId };
  const service = nodeName(name, database.nodeNumber);
  const node = running.get(service);
  const gateway = database.isGroup ? undefined : running.get(gatewayName(name));
  const { hostId } = database;
  const [container, sessions, diskBytes, { redis, failure }] = await Promise.all([
    node ? orNull(deps, inTime(containers.readContainer(node), CONTAINER_MS)) : null,
    gateway ? orNull(deps, inTime(containers.countConnections(gateway), CONTAINER_MS)) : null,
    hostId ? orNull(deps, inTime(containers.measureVolume({ hostId, name: service }), CONTAINER_MS)) : null,
    isDue(silence, database.id, node !== undefined)
      ? askRedis(deps, database)
      : { redis: null, failure: silence.failure },
  ]);
  return {
    container: container && node ? { ...container, id: node.containerId } : null,
    connections: sessions ?? (redis && Math.max(0, redis.clients - OWN_CONNECTIONS)),
    diskBytes,
    isBusy: database.isBeingChanged,
    redis,
    failure,
  };
}
