import { type FeatureName, type FeatureState, isFeatureOn } from "./features";

/** What has to be agreed to before a switch, as a sentence; null for one that takes nothing away. */
export function warningOf(
  states: readonly FeatureState[],
  { name, isOn }: { name: FeatureName; isOn: boolean },
): string | null {
  if (isOn || (name !== "redis-rdb" && name !== "redis-aof")) return null;
  const other = name === "redis-rdb" ? "redis-aof" : "redis-rdb";
  return isFeatureOn(states, other) ? null : NO_PERSISTENCE;
}

const NO_PERSISTENCE =
  "Then nothing is saved to disk any more: whenever Redis starts again, after a fault of its host or an update of it, what was written since is gone.";
