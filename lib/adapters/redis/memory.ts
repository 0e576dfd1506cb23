import { DEFAULT_CATALOG } from "../../core/engines/catalog/default";
import { REDIS } from "../../core/engines/redis/engine";
import { NO_EVICTION, SAVE_RULES } from "../../core/engines/redis/settings";
import { defaultVersion } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import type { RedisAdmin, RedisInfo, RedisTarget } from "../../ports/redis-admin";
import { silent } from "./translate";

type Method = "ping" | "info" | "save" | "readConfig" | "setConfig";
type Config = Record<string, string>;

/** `isRunning` tells which services answer, for instance those of a memory engine; without it all do. */
type Options = {
  isRunning?: (serviceName: string) => boolean | Promise<boolean>;
  /** Answers a refused password with false; without it every password is right. */
  isPasswordRight?: (target: RedisTarget) => boolean;
};

/** Redis in memory, and what a test can do to it. */
export type MemoryRedisAdmin = RedisAdmin & {
  /** The next call of that method throws the error. */
  failNext(method: Method, error: Error): void;
  /** Changes what `info` tells of a service. */
  setInfo(serviceName: string, info: Partial<RedisInfo>): void;
  /** What `info` tells of a service now. */
  infoOf(serviceName: string): RedisInfo;
  /** Settings of a service, as it has them and as it would start with them again. */
  configOf(serviceName: string): { now: Config; kept: Config };
  /** Every call so far, without passwords. */
  calls(): readonly { method: Method; serviceName: string }[];
};

/** Keys are in the first database unless a test says otherwise. */
const infoFrom = (set: Partial<RedisInfo> = {}): RedisInfo => ({
  ...FRESH,
  keysByDatabase: set.keys ? { 0: set.keys } : {},
  ...set,
});

const FRESH: RedisInfo = {
  provider: REDIS.provider,
  version: defaultVersion(DEFAULT_CATALOG, REDIS),
  hasFieldTtl: false,
  role: "master",
  uptimeSeconds: 1,
  usedMemoryBytes: 1_000_000,
  maxMemoryBytes: 32 * 1024 * 1024,
  connectedClients: 1,
  lastSaveAt: null,
  isLastSaveOk: true,
  isRewritingAof: false,
  isAofOn: false,
  isAofOk: true,
  keys: 0,
  keysByDatabase: {},
  expiredKeys: 0,
  isEvicting: false,
  replicationId: "1",
  replicationOffset: 0,
};

/** As a node starts that nobody has changed. */
const CONFIG: Config = {
  timeout: "150",
  save: SAVE_RULES,
  appendonly: "no",
  "maxmemory-policy": NO_EVICTION,
  "notify-keyspace-events": "",
};

const infoOfConfig = ({ appendonly, "maxmemory-policy": policy = "" }: Config): Partial<RedisInfo> => ({
  isAofOn: appendonly === "yes",
  isEvicting: policy.startsWith("allkeys-"),
});

export function memoryRedisAdmin({ isRunning, isPasswordRight }: Options = {}): MemoryRedisAdmin {
  const failures = new Map<Method, Error>();
  const infos = new Map<string, Partial<RedisInfo>>();
  const configs = new Map<string, { now: Config; kept: Config }>();
  // What was set on a node is told by its gateway too.
  const nodeBehind = (name: string) =>
    [...configs.keys()].findLast((node) => node.startsWith(`${name}-node-`));
  const configOf = (name: string) =>
    configs.get(name) ?? configs.get(nodeBehind(name) ?? "") ?? { now: CONFIG, kept: CONFIG };
  const calls: { method: Method; serviceName: string }[] = [];
  const enter = async (method: Method, target: RedisTarget): Promise<void> => {
    calls.push({ method, serviceName: target.serviceName });
    const failure = failures.get(method);
    failures.delete(method);
    if (failure) throw failure;
    if (isRunning && !(await isRunning(target.serviceName))) {
      throw silent(target.serviceName, undefined);
    }
    if (isPasswordRight && !isPasswordRight(target))
      throw new DomainError(
        "conflict",
        "redis_auth_refused",
        `${target.serviceName} refuses Berth's password.`,
      );
  };
  return {
    ping: (target) => enter("ping", target),
    info: async (target) => {
      await enter("info", target);
      return infoFrom(infos.get(target.serviceName));
    },
    save: async (target) => {
      await enter("save", target);
      const info = infos.get(target.serviceName);
      if (info?.isLastSaveOk === false) {
        throw new DomainError("conflict", "save_failed", "Redis could not write its data to disk.");
      }
      infos.set(target.serviceName, { ...info, lastSaveAt: new Date() });
    },
    readConfig: async (target, names) => {
      await enter("readConfig", target);
      const { now } = configOf(target.serviceName);
      return Object.fromEntries(Object.entries(now).filter(([name]) => names.includes(name)));
    },
    setConfig: async (target, values, { isKept }) => {
      await enter("setConfig", target);
      const { serviceName } = target;
      const { now, kept } = configOf(serviceName);
      const set = { ...now, ...values };
      configs.set(serviceName, { now: set, kept: isKept ? set : kept });
      infos.set(serviceName, { ...infos.get(serviceName), ...infoOfConfig(set) });
    },
    configOf,
    failNext: (method, error) => failures.set(method, error),
    setInfo: (serviceName, info) => infos.set(serviceName, { ...infos.get(serviceName), ...info }),
    infoOf: (serviceName) => infoFrom(infos.get(serviceName)),
    calls: () => calls,
  };
}
