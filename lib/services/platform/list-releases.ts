import type { ReleaseView } from "../../contract/releases";
import { type Build, nameOf, releaseStates } from "../../core/engines/builds";
import { nodeImage } from "../../core/engines/versions";
import { onlyUnavailable } from "../../core/errors";
import { listReleasesInUse } from "../../db/node-releases";
import { listSources } from "../../db/release-sources";
import type { Ports } from "../context";
import { engineTitle } from "../releases/title";
import { waveViews } from "../releases/wave-views";

/**
 * Releases of the catalog and those that databases have besides, each with its builds; none of those is known while the engine does not
 * answer. What sources have is what they said when they were asked last. For operators and administrators.
 */
export async function listReleases({
  catalog,
  engine,
}: {
  catalog: Ports["catalog"];
  engine: Pick<Ports["engine"], "listBuilds">;
}): Promise<ReleaseView[]> {
  const [found, rows, waves, sources] = await Promise.all([
    engine.listBuilds().catch(onlyUnavailable),
    listReleasesInUse(),
    waveViews(),
    listSources(),
  ]);
  const builds: Build[] = found ?? [];
  const inUse = rows.map((row) => ({ ...row, image: nodeImage(row.engine, row) }));
  return releaseStates({ catalog, builds, inUse, sources }).map((state) => ({
    ...state,
    builds: state.builds.map((build) => ({ ...build, source: build.source && sourceView(build.source) })),
    name: engineTitle(state.engine),
    wave: waves.get(nameOf(state)) ?? null,
  }));
}

type Source = NonNullable<ReturnType<typeof releaseStates>[number]["builds"][number]["source"]>;

const sourceView = ({ answeredAt, awaySince, reason }: Source) => ({
  answeredAt: answeredAt?.toISOString() ?? null,
  awaySince: awaySince?.toISOString() ?? null,
  reason,
});
