import { z } from "zod";
import { FEATURE_NAMES, FEATURE_STATUSES } from "../core/features/features";

/** What whoever names another feature is told. */
const UNKNOWN_FEATURE = `There is no such feature here; there are ${FEATURE_NAMES.join(", ")}.`;

/** Name of a feature, as the reference platform has them. */
export const FeatureName = z.enum(FEATURE_NAMES, { error: UNKNOWN_FEATURE });

/** Options of a feature; what each takes is for the service to say. */
export const FeatureOptions = z.record(z.string(), z.unknown());

/**
 * Where a feature stands. While it is PENDING `isOn` and `options` are what it is being switched to; after a failure they are what it was
 * before, and `reason` says what went wrong.
 */
export const FeatureView = z.object({
  name: FeatureName,
  isOn: z.boolean(),
  status: z.enum(FEATURE_STATUSES),
  options: FeatureOptions,
  reason: z.string().nullable(),
});
export type FeatureView = z.infer<typeof FeatureView>;
