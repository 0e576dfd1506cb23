import type { MemorySample } from "../core/diagnostics/memory";
import type { ClientRow, Latency, SlowLog } from "../core/diagnostics/server";
import type { RedisTarget } from "./redis-admin";
import type { KeyPlace } from "./redis-keys";

/** What a server tells of itself; the platform's own connections are left out. @throws DomainError as `RedisAdmin` does. */
export type RedisInspection = {
  slowLog(target: RedisTarget, countMax: number): Promise<SlowLog>;
  /** Longest connected first. */
  clients(target: RedisTarget): Promise<ClientRow[]>;
  /** @throws DomainError `not_found` reason `client` when it has gone by itself, or is one of the platform's. */
  disconnect(target: RedisTarget, client: { id: string; address: string }): Promise<void>;
  latency(target: RedisTarget): Promise<Latency>;
  /** Looks at keys by chance, at most so many and so long. */
  sampleMemory(place: KeyPlace, limit: { keysMax: number; timeMs: number }): Promise<MemorySample>;
};
