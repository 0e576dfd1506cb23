import type { AddonStatus } from "../databases/status";
import type { OperationStatus } from "../operations/state";

/** States of a drain; all but the first are ends. Stored: a name never changes. */
export const DRAIN_STATUSES = ["running", "done", "stopped", "failed"] as const;
/** One of DRAIN_STATUSES. */
export type DrainStatus = (typeof DRAIN_STATUSES)[number];

/** Side by side one copies from the other's disk and network: one at a time unless somebody says more. */
export const DRAIN_AT_ONCE = 1;
/** So many at most. */
export const DRAIN_AT_ONCE_MAX = 8;

/** A move that the drain has begun. */
export type DrainMove = { resourceId: string; status: OperationStatus; message: string | null };
/** A database with a node on the host. */
export type HostDatabase = {
  resourceId: string;
  status: AddonStatus;
  /** While an operation of it has not ended. */
  isBusy: boolean;
};

/** What a drain does next. */
export type DrainStep =
  | { do: "move"; resourceIds: readonly string[] }
  | { do: "wait" }
  | { do: "fail"; reason: string }
  | { do: "end" };

/**
 * Decides that: the first move that failed ends it, what is under way is waited for, also what others do with a database; what serves
 * nobody and is not being worked on is left where it is.
 */
export function decideDrain({
  atOnce,
  moves,
  databases,
}: {
  atOnce: number;
  moves: readonly DrainMove[];
  databases: readonly HostDatabase[];
}): DrainStep {
  const failed = moves.find(({ status }) => status === "failed");
  if (failed)
    return {
      do: "fail",
      reason: `${failed.resourceId} could not be moved: ${failed.message ?? "no reason was given."}`,
    };
  const underWay = moves.filter(({ status }) => status === "queued" || status === "running").length;
  const left = databases.filter(({ status, isBusy }) => isBusy || status === "running");
  if (left.length === 0 && underWay === 0) return { do: "end" };
  const idle = left.filter(({ isBusy }) => !isBusy).map(({ resourceId }) => resourceId);
  const resourceIds = idle.slice(0, Math.max(0, atOnce - underWay));
  return resourceIds.length > 0 ? { do: "move", resourceIds } : { do: "wait" };
}
