import { z } from "zod";
import { PROVIDERS } from "../core/engines/engines";

/** What whoever names another provider is told. */
export const UNKNOWN_PROVIDER = `Only the provider ${PROVIDERS.join(" or ")} exists.`;

/** Who provides an addon. */
export const ProviderId = z.literal([...PROVIDERS], { error: UNKNOWN_PROVIDER });

/** A version by its name; whether one is on offer is for the service to say, which has the catalog. */
export const VersionId = z
  .string()
  .regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, { error: "Choose a version that is on offer." });
