import type { DatabaseInput } from "../../contract/databases";
import { buildName, newerImage } from "../../core/engines/builds";
import { onlyUnavailable } from "../../core/errors";
import { loadDatabase } from "../../db/databases";
import { requireDatabase } from "../access";
import type { Context } from "../context";

/** The name of a newer build of the version that the database runs; null where none is there, or while the engine does not answer. @throws DomainError `not_found`. */
export async function findNewerBuild(ctx: Context, { resourceId }: DatabaseInput): Promise<string | null> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const [builds, { nodes }] = await Promise.all([
    ctx.engine.listBuilds().catch(onlyUnavailable),
    loadDatabase(addon.databaseId),
  ]);
  const active = nodes.find(({ status }) => status === "active");
  if (builds === null || addon.status !== "running" || !active) return null;
  const image = newerImage(builds, active.engine, active);
  return image && buildName(image);
}
