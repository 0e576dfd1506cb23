/** What a source of a release said when it was asked: a build, or why it is not known. */
export type SourceAnswer = {
  /** `redis:` and a version. */
  release: string;
  /** As the labels of images name it: `debian-trixie`, or a reference in a registry. */
  builtFrom: string;
  build: string | null;
  reason: string | null;
};

/** What is kept of a source: what it had when it answered last, and since when it does not answer. */
export type SourceState = SourceAnswer & { answeredAt: Date | null; awaySince: Date | null };

/** Lines of `images/build --newest`: release, source, and a build, or `-` and why none is known. Lines of another form are left out. */
export const readAnswers = (text: string): SourceAnswer[] =>
  text.split("\n").flatMap((line): SourceAnswer[] => {
    const [release, builtFrom, build, ...words] = line.split(" ");
    if (!release || !builtFrom || !build) return [];
    if (build !== "-") return [{ release, builtFrom, build, reason: null }];
    return [{ release, builtFrom, build: null, reason: words.join(" ") || "It did not answer." }];
  });

/** So many databases are named in what is told; of more the number tells. */
const NAMED_MAX = 10;

/** What administrators are told once: that a source has a newer build than databases run, or that its builds lack fixes. */
export type ReleaseNews = { builtFrom: string; databases: string[]; count: number } & (
  | { kind: "newer"; build: string }
  | { kind: "fixes"; reason: string; link: string }
);

type BuildWithDatabases = {
  builtFrom: string | null;
  newer: string | null;
  fixesMissing: { reason: string; link: string } | null;
  databases: readonly string[];
};

/** What there is to tell of a release: of each source once, with all databases that it is about. */
export function releaseNews(builds: readonly BuildWithDatabases[]): ReleaseNews[] {
  const news = new Map<string, ReleaseNews>();
  const add = (key: string, { databases, ...told }: ReleaseNews, resourceIds: readonly string[]) => {
    const all = [...databases, ...(news.get(key)?.databases ?? []), ...resourceIds];
    news.set(key, { ...told, databases: all, count: all.length });
  };
  for (const { builtFrom, newer, fixesMissing, databases } of builds) {
    if (builtFrom === null || databases.length === 0) continue;
    const empty = { builtFrom, databases: [], count: 0 };
    if (newer !== null)
      add(`newer ${builtFrom} ${newer}`, { ...empty, kind: "newer", build: newer }, databases);
    if (fixesMissing) add(`fixes ${builtFrom}`, { ...empty, kind: "fixes", ...fixesMissing }, databases);
  }
  return [...news.values()].map((told) => ({ ...told, databases: told.databases.slice(0, NAMED_MAX) }));
}
