import { z } from "zod";
import { PublicOptions } from "../databases/network";
import { DEFAULT_POLICY, EVICTION_POLICIES } from "../engines/redis/settings";
import type { FeatureName, FeatureOptions } from "./features";

const NoOptions = z.strictObject({}, { error: "This feature has no options." });

/** What cache mode drops, and when. */
export const CacheOptions = z.strictObject({
  policy: z
    .enum(EVICTION_POLICIES, { error: `Choose one of ${EVICTION_POLICIES.join(", ")}.` })
    .default(DEFAULT_POLICY),
});

/** What each feature can be told; apart from its words, which pages show without any schema. */
export const OPTIONS_OF: Readonly<Record<FeatureName, z.ZodType<FeatureOptions>>> = {
  "redis-rdb": NoOptions,
  "redis-aof": NoOptions,
  "redis-cache": CacheOptions,
  "force-ssl": NoOptions,
  "publicly-available": PublicOptions,
};
