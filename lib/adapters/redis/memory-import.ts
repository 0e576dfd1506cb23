import { DEFAULT_CATALOG } from "../../core/engines/catalog/default";
import { REDIS } from "../../core/engines/redis/engine";
import { serverNamed } from "../../core/engines/replication";
import { defaultVersion } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import type { ImportProgress } from "../../core/imports/progress";
import type { RedisTarget } from "../../ports/redis-admin";
import type { RedisImports, SourceLook, SourceState } from "../../ports/redis-import";

type Options = {
  /** Told how many keys a node has after each batch. */
  arrived?: (serviceName: string, keys: number) => void;
  /** What a node does that follows a source, or leaves it. */
  follow?: (serviceName: string, relayName: string, source: SourceState) => void;
  leave?: (target: RedisTarget) => Promise<void>;
};

type Failing = "look" | "copy" | "compare" | "locate" | "stateThrough" | "follow" | "leave";

/** A source in memory, and what a test can do to it. */
export type MemoryRedisImports = RedisImports & {
  /** What every source says of itself from now on. */
  setLook(look: Partial<SourceLook>): void;
  /** So many of the next calls of that method throw the error; a copy after its first batch. */
  failNext(method: Failing, error: Error, times?: number): void;
  /** Runs when a batch has arrived, before it is reported. */
  setOnBatch(work: () => Promise<void>): void;
  /** What a source says of itself as a master from now on. */
  setState(state: Partial<SourceState>): void;
  /** Where it is found from now on. */
  setAddress(address: string): void;
  /** From where each copy went on, in their order; null for one that began. */
  begun(): readonly (string | null)[];
};

const SERVER = serverNamed(REDIS, defaultVersion(DEFAULT_CATALOG, REDIS));
const LOOK: SourceLook = {
  name: "Redis",
  server: SERVER,
  role: "master",
  usedMemoryBytes: 1_000_000,
  keysByDatabase: { 0: 4, 2: 2 },
  share: 1,
  isCluster: false,
  types: ["hash", "string"],
  modules: [],
  dataFormat: 10,
  refusedCommands: [],
};
const BATCH = 2;

export function memoryRedisImports({
  arrived = () => {},
  follow = () => {},
  leave = async () => {},
}: Options = {}): MemoryRedisImports {
  const failures = new Map<string, { error: Error; times: number }>();
  const begun: (string | null)[] = [];
  let look = LOOK;
  let onBatch = async () => {};
  let address = "192.0.2.1";
  let changed: Partial<SourceState> = {};
  const state = (): SourceState => ({
    server: SERVER,
    role: "master",
    replicationId: "history-of-source",
    offset: 100,
    keys: totalOf(),
    usedMemoryBytes: 1_000_000,
    ...changed,
  });
  const failIf = (method: Failing) => {
    const failure = failures.get(method);
    if (!failure || failure.times === 0) return;
    failure.times -= 1;
    throw failure.error;
  };
  const totalOf = () => Object.values(look.keysByDatabase).reduce((sum, keys) => sum + keys, 0);
  return {
    look: async ({ url }) => {
      failIf("look");
      if (url.includes("wrong"))
        throw new DomainError("conflict", "source_refused", "The source does not let Berth in.");
      return look;
    },
    copy: async ({ target, way, from, report }) => {
      begun.push(from?.cursor ?? null);
      const totalKeys = totalOf();
      const start = { sourceRun: "1", targetRun: "1", done: [], database: 0, lostFieldTimes: 0 };
      let progress: ImportProgress = from ?? { ...start, way, cursor: "0", keys: 0, totalKeys };
      while (progress.keys < totalKeys) {
        const keys = progress.keys + BATCH;
        progress = { ...progress, keys, cursor: String(keys) };
        arrived(target.serviceName, keys);
        await onBatch();
        await report(progress);
        failIf("copy");
      }
      return progress;
    },
    compare: async ({ report }) => {
      failIf("compare");
      await report(totalOf());
      return { keys: totalOf(), keysByType: { string: totalOf() }, sampledKeys: 1 };
    },
    locate: async ({ url }) => {
      failIf("locate");
      const { hostname, protocol } = new URL(url);
      const tls = protocol === "rediss:" ? { serverName: hostname, isChecked: true } : null;
      return { place: { address, port: 6379, tls }, authoritiesPem: "authorities" };
    },
    stateThrough: async () => {
      failIf("stateThrough");
      return state();
    },
    follow: async ({ target, relayName }) => {
      failIf("follow");
      follow(target.serviceName, relayName, state());
    },
    leave: async (target) => {
      await leave(target);
      failIf("leave");
    },
    setState: (changes) => {
      changed = { ...changed, ...changes };
    },
    setAddress: (other) => {
      address = other;
    },
    setLook: (changes) => {
      look = { ...look, ...changes };
    },
    failNext: (method, error, times = 1) => void failures.set(method, { error, times }),
    setOnBatch: (work) => {
      onBatch = work;
    },
    begun: () => begun,
  };
}
