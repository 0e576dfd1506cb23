import { newerImage } from "../../core/engines/builds";
import { listReleaseDatabases, type ReleaseDatabase } from "../../db/release-waves";
import type { Ports } from "../context";

/**
 * Databases of the release that run an older build than the newest that is there, by resource id, without those named.
 * @throws DomainError `unavailable` while the engine does not answer.
 */
export async function listBehind(
  { engine }: Pick<Ports, "engine">,
  release: { engine: string; version: string },
  without: readonly string[] = [],
): Promise<ReleaseDatabase[]> {
  const [builds, databases] = await Promise.all([
    engine.listBuilds(),
    listReleaseDatabases(release.engine, release.version),
  ]);
  return databases.filter(
    (database) =>
      !without.includes(database.resourceId) && newerImage(builds, database.engine, database) !== null,
  );
}
