import type { MemorySample } from "../../core/diagnostics/memory";
import type { ClientRow, Latency, SlowLog } from "../../core/diagnostics/server";
import { DomainError } from "../../core/errors";
import type { RedisTarget } from "../../ports/redis-admin";
import type { RedisData } from "../../ports/redis-data";
import { memoryConsole } from "./memory-console";
import { type MemoryStore, memoryKeys } from "./memory-keys";
import { silent, translate } from "./translate";

type Options = {
  isRunning?: (serviceName: string) => boolean;
  /** Answers a refused password with false; without it every password is right. */
  isPasswordRight?: (target: RedisTarget) => boolean;
};

/** A Redis in memory that holds texts, and what a test can say of it. */
export type MemoryRedisData = RedisData & {
  /** What each database of a service holds. */
  store: MemoryStore;
  setClients(clients: ClientRow[]): void;
  setSlowLog(log: SlowLog): void;
};

const NO_TIMES: Latency = { pingMs: [0.5], commands: [], events: [], monitorMs: 0 };

export function memoryRedisData({ isRunning, isPasswordRight }: Options = {}): MemoryRedisData {
  const store: MemoryStore = new Map();
  let clients: ClientRow[] = [];
  let slowLog: SlowLog = { entries: [], thresholdMs: 10, max: 128 };
  const enter = (target: RedisTarget): void => {
    if (isRunning?.(target.serviceName) === false) throw silent(target.serviceName, undefined);
    if (isPasswordRight?.(target) !== false) return;
    throw translate(target.serviceName, Object.assign(new Error("WRONGPASS"), { name: "ReplyError" }));
  };
  const sampleOf = (keys: MemorySample["keys"]): MemorySample => ({ keys, total: keys.length });
  const keys = memoryKeys(store, enter);
  return {
    store,
    console: memoryConsole(store, enter),
    keys,
    inspection: {
      slowLog: async (target) => {
        enter(target);
        return slowLog;
      },
      clients: async (target) => {
        enter(target);
        return clients;
      },
      disconnect: async (target, { id, address }) => {
        enter(target);
        const left = clients.filter((client) => client.id !== id || client.address !== address);
        if (left.length === clients.length)
          throw new DomainError("not_found", "client", "This client is not connected any more.");
        clients = left;
      },
      latency: async (target) => {
        enter(target);
        return NO_TIMES;
      },
      sampleMemory: async (place, { keysMax, timeMs }) => {
        const scan = { pattern: Buffer.alloc(0), type: null, cursor: null, limit: keysMax, timeMs };
        return sampleOf((await keys.list(place, scan)).keys);
      },
    },
    setClients: (rows) => {
      clients = rows;
    },
    setSlowLog: (log) => {
      slowLog = log;
    },
  };
}
