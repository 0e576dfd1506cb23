import { DomainError } from "../../core/errors";
import type { ImportProgress } from "../../core/imports/progress";
import type { RedisImports, SourceLook } from "../../ports/redis-import";

type Options = {
  /** Told how many keys a node has after each batch. */
  arrived?: (serviceName: string, keys: number) => void;
};

/** A source in memory, and what a test can do to it. */
export type MemoryRedisImports = RedisImports & {
  /** What every source says of itself from now on. */
  setLook(look: Partial<SourceLook>): void;
  /** So many of the next calls of that method throw the error; a copy after its first batch. */
  failNext(method: "look" | "copy" | "compare", error: Error, times?: number): void;
  /** Runs when a batch has arrived, before it is reported. */
  setOnBatch(work: () => Promise<void>): void;
  /** From where each copy went on, in their order; null for one that began. */
  begun(): readonly (string | null)[];
};

const LOOK: SourceLook = {
  name: "Redis",
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

export function memoryRedisImports({ arrived = () => {} }: Options = {}): MemoryRedisImports {
  const failures = new Map<string, { error: Error; times: number }>();
  const begun: (string | null)[] = [];
  let look = LOOK;
  let onBatch = async () => {};
  const failIf = (method: string) => {
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
