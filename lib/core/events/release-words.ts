import type { EventData, EventType } from "./events";
import type { Words } from "./setting-words";

type Told = Extract<
  EventType,
  | `${string}_release`
  | `${string}release_upgrade${string}`
  | "release_upgraded"
  | "newer_build"
  | "fixes_missing"
>;

/** Of releases of engines as a whole; of no app. */
export const RELEASE_WORDS: { readonly [T in Told]: Words<EventData<T>> } = {
  upgrade_release: {
    title: "Upgrade Release",
    did: ({ release, isInWindows }) =>
      `began to upgrade all databases of ${release} to its newest build${inWindows(isInWindows)}.`,
    text: ({ release, isInWindows }) =>
      `the databases of ${release} are being upgraded to its newest build${inWindows(isInWindows)}`,
  },
  release_upgraded: {
    title: "Release Upgraded",
    did: ({ release, databases }) =>
      `upgraded all databases of ${release} to its newest build: ${databases}.`,
    text: ({ release, databases }) =>
      `all databases of ${release} were upgraded to its newest build: ${databases}`,
  },
  release_upgrade_failed: {
    title: "Release Upgrade Failed",
    did: ({ release, reason }) =>
      `stopped the upgrade of all databases of ${release} at the first that failed: ${reason}`,
    text: ({ release, reason }) =>
      `the upgrade of all databases of ${release} stopped at the first that failed: ${reason}`,
  },
  stop_release_upgrade: {
    title: "Stop Release Upgrade",
    did: ({ release }) => `stopped the upgrade of all databases of ${release}.`,
    text: ({ release }) => `the upgrade of all databases of ${release} was stopped`,
  },
  newer_build: {
    title: "Newer Build",
    did: ({ release, builtFrom, build, ...on }) =>
      `found a newer build of ${release} at ${builtFrom}, ${build}; older ones are run by ${databaseWords(on)}.`,
    text: ({ release, builtFrom, build, ...on }) =>
      `there is a newer build of ${release} at ${builtFrom}, ${build}, which may mend its security; older ones are run by ${databaseWords(on)}`,
  },
  fixes_missing: {
    title: "Fixes Missing",
    did: ({ release, builtFrom, reason, ...on }) =>
      `found that ${release} of ${builtFrom} lacks security fixes (${reason}); it is run by ${databaseWords(on)}.`,
    text: ({ release, builtFrom, reason, link, ...on }) =>
      `${release} of ${builtFrom} lacks security fixes: ${reason} (${link}); it is run by ${databaseWords(on)}`,
  },
};

const databaseWords = ({ databases, count }: { databases: readonly string[]; count: number }): string => {
  const others = count - databases.length;
  return `${databases.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
};

const inWindows = (isInWindows: boolean): string => (isInWindows ? ", each in its maintenance window" : "");
