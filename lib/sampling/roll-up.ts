import type { Alone, Subject } from "../core/events/upkeep";
import { RESOLUTIONS, type ResolutionId, startOfStep } from "../core/stats/resolutions";
import { rollUp } from "../core/stats/roll-up";
import { HOUR_MS, SECOND_MS } from "../core/units";
import { deleteOldFalls } from "../db/app-falls";
import { findFirstSample, listSampledSince } from "../db/database-stats";
import { dropPartitions, ensurePartitions } from "../db/partitions";
import { type BandRow, findRollUp, insertBands, listBands, setRollUp, statsTable } from "../db/stats";

/** A round is stored a few seconds after its time. */
export const SETTLED_MS = 15 * SECOND_MS;
/** Few enough that nothing else waits long for its turn. */
const DATABASES_AT_ONCE = 100;
/** After a pause, so many steps are made up for each minute. */
const STEPS_AT_ONCE = 30;
const DAY_MS = 24 * HOUR_MS;
export const LOGS_KEPT_MS = 14 * DAY_MS;

const PAIRS = [
  { fine: RESOLUTIONS[0], coarse: RESOLUTIONS[1] },
  { fine: RESOLUTIONS[1], coarse: RESOLUTIONS[2] },
  { fine: RESOLUTIONS[2], coarse: RESOLUTIONS[3] },
] as const;
type Pair = (typeof PAIRS)[number];

/** Rows are read without their app: a lasting failure stays in the log. */
const subjectOf = (databaseId: string): Subject => ({
  work: "roll-up",
  id: databaseId,
  name: databaseId,
  appId: null,
  databaseId,
});

async function rollUpStep(
  { fine, coarse }: Pair,
  fromMs: number,
  { databaseIds, alone }: { databaseIds: readonly string[]; alone: Alone },
): Promise<void> {
  const toMs = fromMs + coarse.stepMs;
  for (let first = 0; first < databaseIds.length; first += DATABASES_AT_ONCE) {
    const some = databaseIds.slice(first, first + DATABASES_AT_ONCE);
    const bands = await listBands(fine.id, { databaseIds: some, fromMs, toMs });
    const rows: BandRow[] = [];
    for (const [databaseId, rounds] of bands)
      await alone(subjectOf(databaseId), async () => {
        rows.push({ databaseId, band: rollUp(rounds) });
      });
    await insertBands(coarse.id, fromMs, rows);
  }
}

async function rollUpPair(pair: Pair, nowMs: number, alone: Alone): Promise<void> {
  const { fine, coarse } = pair;
  const endMs = startOfStep(await settledUntil(fine.id, nowMs), coarse.stepMs);
  const oldestMs = startOfStep(nowMs - fine.keptMs, coarse.stepMs);
  const done = (await findRollUp(coarse.id)) ?? (await findFirstSample());
  const doneMs = startOfStep(done?.getTime() ?? oldestMs, coarse.stepMs);
  const fromMs = Math.max(doneMs, oldestMs);
  if (fromMs >= endMs) return;
  const databaseIds = await listSampledSince(new Date(fromMs));
  const lastMs = databaseIds.length === 0 ? endMs : Math.min(endMs, fromMs + STEPS_AT_ONCE * coarse.stepMs);
  for (let step = fromMs; step < lastMs && databaseIds.length > 0; step += coarse.stepMs)
    await rollUpStep(pair, step, { databaseIds, alone });
  await setRollUp(coarse.id, new Date(lastMs));
}

/** Up to when the rows of a resolution are complete. */
async function settledUntil(id: ResolutionId, nowMs: number): Promise<number> {
  if (id === "10s") return nowMs - SETTLED_MS;
  return (await findRollUp(id))?.getTime() ?? 0;
}

/** Makes the coarser rows of whatever is complete. Safe to repeat, and made up for after a pause. */
export async function rollUpStats(nowMs: number, alone: Alone): Promise<void> {
  for (const pair of PAIRS) await rollUpPair(pair, nowMs, alone);
}

/** Makes the partitions of now and soon, and drops those whose time is over, with what is kept as long as lines. */
export async function keepPartitions(nowMs: number): Promise<void> {
  for (const { id, keptMs, partitionMs } of RESOLUTIONS) {
    const oldestMs = nowMs - keptMs;
    const sinceMs = id === "10s" ? nowMs : Math.max(oldestMs, (await findRollUp(id))?.getTime() ?? nowMs);
    await ensurePartitions(statsTable(id), { fromMs: sinceMs, toMs: nowMs + partitionMs, partitionMs });
    await dropPartitions(statsTable(id), { beforeMs: oldestMs, partitionMs });
  }
  // What is copied for the first time may be as old as what is kept.
  const oldestMs = nowMs - LOGS_KEPT_MS;
  await ensurePartitions("log_lines", { fromMs: oldestMs, toMs: nowMs + DAY_MS, partitionMs: DAY_MS });
  await dropPartitions("log_lines", { beforeMs: oldestMs, partitionMs: DAY_MS });
  await deleteOldFalls(new Date(oldestMs));
}
