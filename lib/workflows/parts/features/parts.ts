import type { FeatureName } from "../../../core/features/features";
import { CACHE } from "./cache";
import type { FeaturePart } from "./part";
import { AOF, RDB } from "./persistence";

/** What switches each feature. */
export const FEATURE_PARTS: Record<FeatureName, FeaturePart> = {
  "redis-rdb": RDB,
  "redis-aof": AOF,
  "redis-cache": CACHE,
};
