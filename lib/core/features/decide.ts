import {
  FEATURE_NAMES,
  type FeatureName,
  type FeatureSetting,
  type FeatureState,
  featureOf,
  isFeatureOn,
  stateOf,
} from "./features";
import { OPTIONS_OF } from "./options";

/** A switch that a person wants. */
export type WantedFeature = FeatureSetting & { name: FeatureName };

type FeatureDecision = { allowed: true } | { allowed: false; reason: string; message: string };

/** Whether a feature can be switched so; words of the first two refusals are the reference platform's. */
export function decideFeature(states: readonly FeatureState[], wanted: WantedFeature): FeatureDecision {
  const { name, isOn } = wanted;
  const { label, needs } = featureOf(name);
  const labelOf = (other: FeatureName) => `"${featureOf(other).label}"`;
  if (isAlready(stateOf(states, name), wanted))
    return isOn
      ? refused("already_setup", `feature '${name}' is already setup on this database`)
      : refused("not_setup", `feature '${name}' is not setup on this database`);
  const missing = FEATURE_NAMES.find((other) => needs.includes(other) && !isFeatureOn(states, other));
  if (isOn && missing)
    return refused("feature_needed", `"${label}" needs ${labelOf(missing)}: switch that on first.`);
  const user = FEATURE_NAMES.find(
    (other) => featureOf(other).needs.includes(name) && isFeatureOn(states, other),
  );
  if (!isOn && user)
    return refused("feature_in_use", `${labelOf(user)} needs "${label}": switch that off first.`);
  return { allowed: true };
}

const refused = (reason: string, message: string) => ({ allowed: false, reason, message }) as const;

/** What failed may be tried again. */
const isAlready = (state: FeatureState, wanted: WantedFeature): boolean =>
  state.status === "ACTIVATED" &&
  state.isOn === wanted.isOn &&
  (!wanted.isOn || sameJson(optionsOf(state), optionsOf(wanted)));

/** In full: what is not said has its default. */
const optionsOf = ({ name, options }: WantedFeature) => OPTIONS_OF[name].parse(options);

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
