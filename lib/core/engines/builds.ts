import type { Catalog } from "./catalog/release";
import type { Notice } from "./catalog/schema";
import { ENGINES } from "./engines";
import type { SourceState } from "./sources";
import { imageOf, nodeImage } from "./versions";

/** An image of a release, as it stands on the engine. */
export type Build = {
  /** Its tag. */
  image: string;
  /** The same for tags of one image. */
  imageId: string;
  /** Debian's revision, or the digest that the registry had; null where it was made without telling. */
  build: string | null;
  /** `debian-trixie`, or a reference in a registry; null where it was made without telling. */
  builtFrom: string | null;
  createdAt: Date;
};

/** Names of images of all engines, without their tags. */
export const REPOSITORIES: readonly string[] = ENGINES.map(({ provider }) => `berth-${provider}`);

/** Builds of a version that are there, oldest first: `berth-redis:8.0.2`, and those with what tells them apart behind it. */
export function buildsOf(builds: readonly Build[], provider: string, version: string): Build[] {
  const plain = imageOf(provider, version);
  return builds
    .filter(({ image }) => image === plain || image.startsWith(`${plain}-`))
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.image.length - b.image.length);
}

/** Whether a release can be started at once: one that is made on demand only once somebody has asked for it. */
export const isThere = (
  builds: readonly Build[],
  { engine, version, isOnDemand = false }: Pick<Catalog[number], "engine" | "version" | "isOnDemand">,
): boolean => !isOnDemand || buildsOf(builds, engine, version).length > 0;

/** The newest build of a version; null where only the image is there that the version alone names, or none. */
export function newestImage(builds: readonly Build[], provider: string, version: string): string | null {
  const image = buildsOf(builds, provider, version).at(-1)?.image ?? null;
  return image === imageOf(provider, version) ? null : image;
}

type Runs = { version: string; image: string | null };
type RunsOf = Runs & { engine: string };

/** The image of a newer build than the one that a node runs; null where it runs the newest that is there. */
export function newerImage(builds: readonly Build[], provider: string, node: Runs): string | null {
  const newest = buildsOf(builds, provider, node.version).at(-1);
  const own = builds.find(({ image }) => image === nodeImage(provider, node));
  return newest && newest.imageId !== own?.imageId ? newest.image : null;
}

/** A build as people read it: what stands behind the engine's name in its image, `8.0.2-3-deb13u1`. */
export const buildName = (image: string): string => image.slice(image.lastIndexOf(":") + 1);

/** Names of the builds that a change goes from and to where the version stays; nothing where it changes, or the image stays under whichever tag. */
export function changeOfBuild(
  builds: readonly Build[],
  from: RunsOf,
  to: RunsOf,
): { fromBuild?: string; toBuild?: string } {
  const [own, next] = [nodeImage(from.engine, from), nodeImage(to.engine, to)];
  const idOf = (image: string) => builds.find((build) => build.image === image)?.imageId ?? image;
  if (from.engine !== to.engine || from.version !== to.version || idOf(own) === idOf(next)) return {};
  return { fromBuild: buildName(own), toBuild: buildName(next) };
}

/** A release as administrators see it. */
type ReleaseState = {
  engine: string;
  version: string;
  /** `unknown` for one that databases have and no catalog does. */
  status: Catalog[number]["status"] | "unknown";
  notice: Notice | null;
  builds: BuildState[];
};

/** One build of it, and the databases that run it. */
type BuildState = {
  build: string | null;
  builtFrom: string | null;
  /** What this source's image lacks. */
  fixesMissing: Notice | null;
  /** When its source answered, and since when it does not; null for one that was never asked. */
  source: Pick<SourceState, "answeredAt" | "awaySince" | "reason"> | null;
  /** A newer build of the same source: one that is there, or one that the source has; null where none is known. */
  newer: string | null;
  /** Name of the newest build that is there, of whichever source: what its databases take now; null where they run that. */
  upgradesTo: string | null;
  databases: string[];
};

/** A running database and the image of its node. */
type InUse = { resourceId: string; engine: string; version: string; image: string };

/** Every release of the catalog and every other that databases have, with its builds; `sources` is what they said when they were asked, if they were. */
export function releaseStates(input: {
  catalog: Catalog;
  builds: readonly Build[];
  inUse: readonly InUse[];
  sources?: readonly SourceState[];
}): ReleaseState[] {
  const { catalog, inUse } = input;
  const known = new Set(catalog.map(nameOf));
  const unknown = new Map(inUse.map(({ engine, version }) => [`${engine}:${version}`, { engine, version }]));
  const others = [...unknown.values()]
    .filter((release) => !known.has(nameOf(release)))
    .map((release) => ({ ...release, status: "unknown" as const, notice: null }));
  return [...catalog, ...others].map(({ engine, version, status, notice }) => ({
    engine,
    version,
    status,
    notice: notice ?? null,
    builds: buildStates(input, { engine, version }),
  }));
}

/** As `images/build` names a release. */
export const nameOf = ({ engine, version }: { engine: string; version: string }): string =>
  `${engine}:${version}`;

type Named = { engine: string; version: string };

function buildStates(
  { catalog, builds, inUse, sources: told = [] }: Parameters<typeof releaseStates>[0],
  release: Named,
): BuildState[] {
  const own = buildsOf(builds, release.engine, release.version);
  const sources = catalog.find((known) => nameOf(known) === nameOf(release))?.sources ?? [];
  const users = inUse.filter(
    ({ engine, version }) => engine === release.engine && version === release.version,
  );
  const last = own.at(-1);
  const states = own
    // Of several tags of one image the last tells most.
    .filter(({ imageId }, index) => own.findLastIndex((other) => other.imageId === imageId) === index)
    .map(({ imageId, build, builtFrom }, index, all): BuildState => {
      const later = all.slice(index + 1).findLast((other) => other.builtFrom === builtFrom);
      const source = told.find((known) => known.release === nameOf(release) && known.builtFrom === builtFrom);
      const newest = all.findLast((other) => other.builtFrom === builtFrom);
      // What was made since the source was asked is newer than what it said then.
      const isOld = source?.answeredAt && newest && newest.createdAt > source.answeredAt;
      const latest =
        (isOld ? null : source?.build) ?? (later ? (later.build ?? buildName(later.image)) : null);
      const tags = own.filter((other) => other.imageId === imageId).map(({ image }) => image);
      return {
        build,
        builtFrom,
        fixesMissing: sources.find((source) => sourceName(source) === builtFrom)?.fixesMissing ?? null,
        source: source
          ? { answeredAt: source.answeredAt, awaySince: source.awaySince, reason: source.reason }
          : null,
        newer: latest === build ? null : latest,
        upgradesTo: !last || last.imageId === imageId ? null : buildName(last.image),
        databases: users.filter(({ image }) => tags.includes(image)).map(({ resourceId }) => resourceId),
      };
    });
  const seen = new Set(states.flatMap(({ databases }) => databases));
  const rest = users.map(({ resourceId }) => resourceId).filter((resourceId) => !seen.has(resourceId));
  const upgradesTo = last ? buildName(last.image) : null;
  const nothing = { build: null, builtFrom: null, fixesMissing: null, source: null, newer: null };
  const gone = { ...nothing, upgradesTo, databases: rest };
  return rest.length > 0 ? [...states, gone] : states;
}

/** As the image's label names it. */
function sourceName(source: Catalog[number]["sources"][number]): string {
  if ("debian" in source) return `debian-${source.debian}`;
  return source.digest ? `${source.registry}@${source.digest}` : source.registry;
}

/** Lines for `images/build`: a release, its reference in a registry and its Debian suite, `-` for none, and `on-demand` where it is. */
export const buildLines = (catalog: Catalog): string =>
  catalog
    .map((release) => {
      const registry = release.sources.find((source) => "registry" in source);
      const debian = release.sources.find((source) => "debian" in source);
      const when = release.isOnDemand ? " on-demand" : "";
      return `${nameOf(release)} ${registry ? sourceName(registry) : "-"} ${debian?.debian ?? "-"}${when}`;
    })
    .join("\n");
