import type { AddonStatus } from "../databases/status";
import type { OperationStatus } from "../operations/state";

/**
 * States of work that is done to many databases, so many at once, until one fails: the drain of a host, the upgrade of a release. All but
 * the first are ends. Stored: a name never changes.
 */
export const WAVE_STATUSES = ["running", "done", "stopped", "failed"] as const;
/** One of WAVE_STATUSES. */
export type WaveStatus = (typeof WAVE_STATUSES)[number];

/** Side by side one copies from the other's disk and network: one at a time unless somebody says more. */
export const WAVE_AT_ONCE = 1;
/** So many at most. */
export const WAVE_AT_ONCE_MAX = 8;

/** How far it is with one database: `waiting` for its window, `left-out` when somebody took it back. */
export const WAVE_PART_STATUSES = [
  "waiting",
  "queued",
  "running",
  "succeeded",
  "failed",
  "left-out",
] as const satisfies readonly (OperationStatus | "waiting" | "left-out")[];
/** One of WAVE_PART_STATUSES. */
export type WavePartStatus = (typeof WAVE_PART_STATUSES)[number];

/** What has been begun of one database. */
export type WavePart = { resourceId: string; status: WavePartStatus; message: string | null };
/** A database that is still to be done. */
export type WaveDatabase = {
  resourceId: string;
  status: AddonStatus;
  /** While an operation of it has not ended. */
  isBusy: boolean;
};

/** What is done next. */
export type WaveStep =
  | { do: "begin"; resourceIds: readonly string[] }
  | { do: "wait" }
  | { do: "fail"; reason: string }
  | { do: "end" };

/**
 * Decides that: the first that failed ends it, what is under way is waited for, also what others do with a database; what serves nobody
 * and is not being worked on is left as it is. `done` is what could not be done: "moved".
 */
export function decideWave({
  atOnce,
  parts,
  databases,
  done,
}: {
  atOnce: number;
  parts: readonly WavePart[];
  databases: readonly WaveDatabase[];
  done: string;
}): WaveStep {
  const failed = parts.find(({ status }) => status === "failed");
  if (failed)
    return {
      do: "fail",
      reason: `${failed.resourceId} could not be ${done}: ${failed.message ?? "no reason was given."}`,
    };
  const count = (...statuses: WavePartStatus[]) =>
    parts.filter(({ status }) => statuses.includes(status)).length;
  const underWay = count("queued", "running");
  const left = databases.filter(({ status, isBusy }) => isBusy || status === "running");
  if (left.length === 0 && underWay + count("waiting") === 0) return { do: "end" };
  const idle = left.filter(({ isBusy }) => !isBusy).map(({ resourceId }) => resourceId);
  const resourceIds = idle.slice(0, Math.max(0, atOnce - underWay));
  return resourceIds.length > 0 ? { do: "begin", resourceIds } : { do: "wait" };
}
