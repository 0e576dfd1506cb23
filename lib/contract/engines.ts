import { z } from "zod";
import { ENGINES, PROVIDERS } from "../core/engines/engines";
import { offeredVersions } from "../core/engines/versions";

/** What whoever names another provider is told. */
export const UNKNOWN_PROVIDER = `Only the provider ${PROVIDERS.join(" or ")} exists.`;

/** Who provides an addon. */
export const ProviderId = z.literal([...PROVIDERS], { error: UNKNOWN_PROVIDER });

/** Versions on offer of all engines; whether one is the addon's own is for the service to say. */
export const OFFERED_VERSIONS: readonly string[] = [...new Set(ENGINES.flatMap(offeredVersions))];
