/** What a feature is told beside on and off; JSON, and never a secret. */
export type FeatureOptions = Readonly<Record<string, unknown>>;

type Feature = {
  label: string;
  /** What it does, in sentences. */
  does: string;
  isOnByDefault: boolean;
  /** Features that have to be on before it, and while it is. */
  needs: readonly string[];
};

/** Everything about a database that is switched on and off, by its name in the API. Stored: a name never changes once released. */
export const FEATURES = {
  "redis-rdb": {
    label: "Snapshots (RDB)",
    does: "Redis saves all of its data to disk after 900 s with 1 write, 300 s with 10 or 60 s with 10,000. A Redis that ends without warning loses what was written since the last save.",
    isOnByDefault: true,
    needs: [],
  },
  "redis-aof": {
    label: "Append-only file (AOF)",
    does: "Redis also appends every write to a file that reaches the disk once a second. A Redis that ends without warning loses one second of writes at most. It costs some disk and a little speed.",
    isOnByDefault: false,
    needs: [],
  },
  "redis-cache": {
    label: "Cache mode",
    does: "A full database drops keys to make room, in place of refusing writes. Only for data that can be had again from elsewhere.",
    isOnByDefault: false,
    needs: [],
  },
  "force-ssl": {
    label: "Force TLS",
    does: "Connections in plain text are refused, and the app's URL becomes rediss://, with which it is restarted. Give your program the certificate of the authority first: the Connect sheet has it. TLS is answered either way.",
    isOnByDefault: false,
    needs: [],
  },
  "publicly-available": {
    label: "Internet access",
    does: "The database is reached from outside too, by TLS and with its password, under the public host name and a port of its own. Nothing changes for the app.",
    isOnByDefault: false,
    needs: ["force-ssl"],
  },
} as const satisfies Record<string, Feature>;

/** One of the names in FEATURES. */
export type FeatureName = keyof typeof FEATURES;
/** Every name, in the order of the table. */
export const FEATURE_NAMES = Object.keys(FEATURES) as readonly FeatureName[] as readonly [
  FeatureName,
  ...FeatureName[],
];

/** The row of a feature, with its types widened to those that all have in common. */
export const featureOf = (name: FeatureName): Feature => FEATURES[name];

/** How the last switch of a feature went. */
export const FEATURE_STATUSES = ["PENDING", "ACTIVATED", "FAILED"] as const;
/** One of FEATURE_STATUSES. Stored: a name never changes once released. */
export type FeatureStatus = (typeof FEATURE_STATUSES)[number];

/** What a feature is switched to. */
export type FeatureSetting = { isOn: boolean; options: FeatureOptions };

/**
 * Where a feature stands. While it is PENDING `isOn` and `options` are what it is being switched to; after a failure they are what it was
 * before, and `reason` says for people what went wrong.
 */
export type FeatureState = FeatureSetting & {
  name: FeatureName;
  status: FeatureStatus;
  reason: string | null;
};

/** Where a feature stands that nobody ever switched. */
const untouched = (name: FeatureName): FeatureState => ({
  name,
  isOn: featureOf(name).isOnByDefault,
  options: {},
  status: "ACTIVATED",
  reason: null,
});

/** The state among those that were ever switched, else the default. */
export const stateOf = (states: readonly FeatureState[], name: FeatureName): FeatureState =>
  states.find((state) => state.name === name) ?? untouched(name);

/** True while it is on, or being switched on. */
export const isFeatureOn = (states: readonly FeatureState[], name: FeatureName): boolean =>
  stateOf(states, name).isOn;
