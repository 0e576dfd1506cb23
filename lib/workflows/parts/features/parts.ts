import type { FeatureName } from "../../../core/features/features";
import { CACHE } from "./cache";
import { INTERNET_ACCESS } from "./internet-access";
import type { FeaturePart } from "./part";
import { AOF, RDB } from "./persistence";
import { FORCE_TLS } from "./tls";

/** What switches each feature. */
export const FEATURE_PARTS: Record<FeatureName, FeaturePart> = {
  "redis-rdb": RDB,
  "redis-aof": AOF,
  "redis-cache": CACHE,
  "force-ssl": FORCE_TLS,
  "publicly-available": INTERNET_ACCESS,
};
