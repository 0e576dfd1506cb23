import type { ReleaseView } from "../../contract/instance";
import { type Build, type Newest, releaseStates } from "../../core/engines/builds";
import { engineOf, PROVIDERS } from "../../core/engines/engines";
import { nodeImage } from "../../core/engines/versions";
import { onlyUnavailable } from "../../core/errors";
import { listReleasesInUse } from "../../db/node-releases";
import type { Ports } from "../context";

/**
 * Releases of the catalog and those that databases have besides, each with its builds; none of those is known while the engine does not
 * answer. `newest` is what the sources have now, where somebody asked them. For operators and administrators.
 */
export async function listReleases(
  { catalog, engine }: { catalog: Ports["catalog"]; engine: Pick<Ports["engine"], "listBuilds"> },
  newest: readonly Newest[] = [],
): Promise<ReleaseView[]> {
  const [found, rows] = await Promise.all([engine.listBuilds().catch(onlyUnavailable), listReleasesInUse()]);
  const builds: Build[] = found ?? [];
  const inUse = rows.map((row) => ({ ...row, image: nodeImage(row.engine, row) }));
  return releaseStates({ catalog, builds, inUse, newest }).map((state) => ({
    ...state,
    name: PROVIDERS.includes(state.engine) ? engineOf(state.engine).name : state.engine,
  }));
}
