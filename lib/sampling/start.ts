import { ROUND_MS, startOfStep } from "../core/stats/resolutions";
import { MINUTE_MS } from "../core/units";
import type { SamplerDeps } from "./deps";
import { keepPartitions, rollUpStats, SETTLED_MS } from "./roll-up";
import { sampler } from "./round";

/** Holds the shard that comes with the common work. */
const LEADER_SHARD = 0;

/**
 * Samples in rounds, at every full ten seconds, until stopped. A round that fails (PostgreSQL is away) is logged and leaves a
 * gap; one that takes longer than its time makes the next ones wait for a full ten seconds again. Returns what stops it.
 */
export function startSampler(deps: SamplerDeps): () => Promise<void> {
  const { round } = sampler(deps);
  let keptAtMs = 0;
  let rolledUpMs = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout;
  let current: Promise<void> = Promise.resolve();

  /** A part that fails is logged; the others have their turn all the same. */
  async function part(name: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => deps.log.warn("round.failed", { part: name, error }));
  }

  async function run(atMs: number): Promise<void> {
    let shards: number[] = [];
    if (atMs - keptAtMs >= MINUTE_MS)
      await part("partitions", async () => {
        await keepPartitions(atMs);
        keptAtMs = atMs;
      });
    await part("sample", async () => {
      shards = await round(atMs);
    });
    const completeMs = startOfStep(atMs - SETTLED_MS, MINUTE_MS);
    if (!shards.includes(LEADER_SHARD) || completeMs === rolledUpMs) return;
    await part("roll-up", async () => {
      await rollUpStats(deps.now(), deps.alone);
      rolledUpMs = completeMs;
    });
  }

  function schedule(): void {
    if (isStopped) return;
    const atMs = (Math.floor(Date.now() / ROUND_MS) + 1) * ROUND_MS;
    timer = setTimeout(() => {
      current = run(atMs).then(schedule);
    }, atMs - Date.now());
  }

  schedule();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await current;
    deps.redisStats.close();
  };
}
