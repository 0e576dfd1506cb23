import { countersBy } from "../../core/stats/measures";
import type { RedisStats, RedisStatsReader } from "../../ports/redis-stats";
import { translate } from "./translate";

/** Servers in memory, and what a test can do to them. */
export type MemoryRedisStats = RedisStatsReader & {
  /** Changes what a server tells. */
  setStats(serviceName: string, stats: Partial<RedisStats>): void;
  /** Null lets it answer again. */
  setFailure(serviceName: string, failure: "gone" | "password" | "silent" | null): void;
  /** How often each was asked. */
  asked(serviceName: string): number;
};

const FRESH: RedisStats = {
  runId: "run-1",
  uptimeSeconds: 60,
  role: "master",
  usedMemoryBytes: 1_000_000,
  usedMemoryPeakBytes: 1_200_000,
  maxMemoryBytes: 256 * 1024 * 1024,
  maxMemoryPolicy: "noeviction",
  fragmentationRatio: 1.1,
  clients: 3,
  counters: countersBy(() => 0),
  traffic: {
    commands: 0,
    reserved: 0,
    auths: 0,
    pings: 0,
    infos: 0,
    askedBytes: 14,
    answerBytes: 6_000,
    checkBytes: 500,
  },
  keyspace: [],
  replicas: 0,
  isMasterLinkUp: null,
  lastSaveAtMs: null,
  isLastSaveOk: true,
  changesSinceSave: 0,
  isAofOn: false,
  isAofOk: true,
};

const SAID = {
  gone: () => new Error("Connection is closed."),
  password: () => Object.assign(new Error("WRONGPASS"), { name: "ReplyError" }),
};

/** `isPasswordRight` answers a refused password with false; without it every password is right. */
export function memoryRedisStats(
  options: { isPasswordRight?: (password: string) => boolean } = {},
): MemoryRedisStats {
  const told = new Map<string, Partial<RedisStats>>();
  const failures = new Map<string, "gone" | "password" | "silent">();
  const counts = new Map<string, number>();
  return {
    readStats: async ({ serviceName, password }) => {
      const infos = counts.get(serviceName) ?? 0;
      counts.set(serviceName, infos + 1);
      const isRefused = options.isPasswordRight?.(password) === false;
      const failure = isRefused ? "password" : failures.get(serviceName);
      if (failure === "silent") return new Promise(() => {});
      if (failure) throw translate(serviceName, SAID[failure]());
      return { ...FRESH, traffic: { ...FRESH.traffic, infos, commands: infos }, ...told.get(serviceName) };
    },
    close: () => {},
    setStats: (serviceName, stats) => told.set(serviceName, { ...told.get(serviceName), ...stats }),
    setFailure: (serviceName, failure) => {
      if (failure) failures.set(serviceName, failure);
      else failures.delete(serviceName);
    },
    asked: (serviceName) => counts.get(serviceName) ?? 0,
  };
}
