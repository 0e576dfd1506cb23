import type { Engine } from "../engines/engine";
import type { FeatureState } from "../features/features";
import { configOfFeatures } from "../features/node-config";
import type { Plan } from "../plans/catalog";
import { configOfSettings, type KnownSettings } from "./settings";

/** What people have set of a database, as the configuration of a node of that plan; nothing of what nobody ever set. */
export const wantedConfig = (
  { features, settings }: { features: readonly FeatureState[]; settings: KnownSettings },
  where: { engine: Engine; plan: Plan },
): Record<string, string> => ({ ...configOfFeatures(features), ...configOfSettings(settings, where) });
