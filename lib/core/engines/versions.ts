import { type Catalog, compareVersions, lineNameOf } from "./catalog/release";
import type { Line, Release } from "./catalog/schema";
import type { Engine, EngineVersion } from "./engine";
import { ENGINES, engineOf } from "./engines";
import { DEFAULT_PROVIDER } from "./names";

/** Valkey's own formats of dumps begin here; below, both count on from the same ones. https://github.com/valkey-io/valkey/blob/unstable/src/rdb.h */
export const VALKEY_FORMAT = 80;

/** The line that a version belongs to; null for one that Berth was never tried with. */
export const findLine = ({ lines }: Engine, id: string): Line | null =>
  lines.find(({ line }) => line === lineNameOf(id)) ?? null;

/**
 * A version of the records, in the catalog or not. One of a line that is not known can do what the nearest older line can, and follows
 * nobody: its database is shown and kept, and nothing is made of it.
 */
export function versionOf(engine: Engine, id: string): EngineVersion {
  const nearest = engine.lines.findLast(({ line }) => compareVersions(line, id) <= 0) ?? engine.lines[0];
  if (!nearest) throw new Error(`${engine.name} has no lines`);
  const line = findLine(engine, id) ?? {
    ...nearest,
    line: lineNameOf(id),
    follows: [],
    followsWithoutFieldTtl: [],
    loads: [],
  };
  return { ...line, id, image: `berth-${engine.provider}:${id}` };
}

/** Releases of an engine that can be chosen, oldest first. */
export const offeredReleases = (catalog: Catalog, { provider }: Pick<Engine, "provider">): Release[] =>
  catalog.filter(({ engine, status }) => engine === provider && status !== "withdrawn");

/** Their versions. */
export const offeredVersions = (catalog: Catalog, engine: Pick<Engine, "provider">): string[] =>
  offeredReleases(catalog, engine).map(({ version }) => version);

/**
 * What a new database gets when nobody asks for a version: the newest that nobody is advised against, else the newest on offer.
 * @throws Error when none is.
 */
export function defaultVersion(catalog: Catalog, engine: Engine): string {
  const offered = offeredReleases(catalog, engine);
  const newest = offered.findLast(({ status }) => status === "offered") ?? offered.at(-1);
  if (!newest) throw new Error(`no version of ${engine.name} is on offer`);
  return newest.version;
}

/** Versions on offer that a database of this one can go to, oldest first: every later one that reads its data, and never back. */
export function laterVersions(catalog: Catalog, engine: Engine, id: string): string[] {
  const own = findLine(engine, id);
  if (!own) return [];
  return offeredVersions(catalog, engine).filter(
    (version) => compareVersions(version, id) > 0 && follows(versionOf(engine, version), own),
  );
}

const nameOfLine = ({ engine, line }: Line): string => `${engine} ${line}`;

/** Whether a server of the line `to` can be a replica of one of the line `from`. */
export const follows = (to: Line, from: Line): boolean => to.follows.includes(nameOfLine(from));

/** Whether it can as long as no field of a hash has a time to live of its own. */
export const followsWithoutFieldTtl = (to: Line, from: Line): boolean =>
  to.followsWithoutFieldTtl.includes(nameOfLine(from));

/** Whether a server of the line `to` loads a dump of one of the line `from`. */
export const loads = (to: Line, from: Line): boolean => to.loads.includes(nameOfLine(from));

/** Releases of other engines on offer, newest first within each; whether a database can go there is decided by what it is and holds. */
export const otherEngines = (
  catalog: Catalog,
  own: Pick<Engine, "provider">,
): { engine: Engine; version: string }[] =>
  ENGINES.filter(({ provider }) => provider !== own.provider).flatMap((engine) =>
    offeredVersions(catalog, engine)
      .toReversed()
      .map((version) => ({ engine, version })),
  );

/** The engines that a change goes from and to; nothing where both are the first one, as before there was another. */
export const changeOfEngine = (
  from: { engine: string },
  to: { engine: string },
): { fromEngine?: string; toEngine?: string } =>
  from.engine === DEFAULT_PROVIDER && to.engine === DEFAULT_PROVIDER
    ? {}
    : { fromEngine: from.engine, toEngine: to.engine };

/** The image that a node is started from. */
export const imageOf = (provider: string, version: string): string =>
  versionOf(engineOf(provider), version).image;

/** The image of a node of the records. */
export const nodeImage = (provider: string, node: { version: string; image: string | null }): string =>
  node.image ?? imageOf(provider, node.version);

/** Images of every release that can be chosen, but those that are made only when they are asked for. */
export const imagesOf = (catalog: Catalog): string[] =>
  catalog
    .filter(({ status, isOnDemand }) => status !== "withdrawn" && !isOnDemand)
    .map(({ engine, version }) => imageOf(engine, version));
