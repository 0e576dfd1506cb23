import type { Engine, EngineVersion } from "./engine";
import { engineOf } from "./engines";

/** A version of the records, on offer or not. @throws Error when the engine has none of that name, which the records do not let happen. */
export function versionOf({ name, versions }: Engine, id: string): EngineVersion {
  const version = versions.find((candidate) => candidate.id === id);
  if (!version) throw new Error(`${id} is not a version of ${name}`);
  return version;
}

/** Names of the versions that can be chosen, oldest first. */
export const offeredVersions = ({ versions }: Engine): string[] =>
  versions.filter(({ isOffered }) => isOffered).map(({ id }) => id);

/** What a new database gets when nobody asks for a version: the newest on offer. @throws Error when none is. */
export function defaultVersion(engine: Engine): string {
  const newest = offeredVersions(engine).at(-1);
  if (!newest) throw new Error(`no version of ${engine.name} is on offer`);
  return newest;
}

/** Versions on offer that a database of this one can go to, oldest first: every later one, and never back. */
export const laterVersions = (engine: Engine, id: string): string[] =>
  engine.versions
    .slice(engine.versions.indexOf(versionOf(engine, id)) + 1)
    .filter(({ isOffered }) => isOffered)
    .map((version) => version.id);

/** The image that a node is started from. */
export const imageOf = (provider: string, version: string): string =>
  versionOf(engineOf(provider), version).image;
