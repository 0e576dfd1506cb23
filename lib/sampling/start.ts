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

  async function run(atMs: number): Promise<void> {
    try {
      if (atMs - keptAtMs >= MINUTE_MS) {
        await keepPartitions(atMs);
        keptAtMs = atMs;
      }
      const shards = await round(atMs);
      const completeMs = startOfStep(atMs - SETTLED_MS, MINUTE_MS);
      if (!shards.includes(LEADER_SHARD) || completeMs === rolledUpMs) return;
      await rollUpStats(deps.now());
      rolledUpMs = completeMs;
    } catch (error) {
      deps.log.warn("round.failed", { error });
    }
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
