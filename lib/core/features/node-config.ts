import { NO_EVICTION, SAVE_RULES } from "../engines/redis/settings";
import type { FeatureName, FeatureSetting, FeatureState } from "./features";
import { CacheOptions } from "./options";

type NodeConfig = Readonly<Record<string, string>>;

/** What a node's configuration says of a feature; nothing for one that is no affair of the node. */
export function configOf(name: FeatureName, { isOn, options }: FeatureSetting): NodeConfig {
  switch (name) {
    case "redis-rdb":
      return { save: isOn ? SAVE_RULES : "" };
    case "redis-aof":
      return { appendonly: isOn ? "yes" : "no" };
    case "redis-cache":
      return { "maxmemory-policy": isOn ? CacheOptions.parse(options).policy : NO_EVICTION };
    case "force-ssl":
    case "publicly-available":
      return {};
  }
}

/** What the records say of a node's configuration, for those features alone that somebody has ever switched. */
export const configOfFeatures = (states: readonly FeatureState[]): NodeConfig =>
  Object.assign({}, ...states.map((state) => configOf(state.name, state)));
