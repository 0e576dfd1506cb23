import { isThere } from "../../core/engines/builds";
import type { Catalog } from "../../core/engines/catalog/release";
import { onlyUnavailable } from "../../core/errors";
import { requireScope } from "../access";
import type { Context } from "../context";

/** The catalog without what is made on demand and nobody has asked for yet; without all of that while the engine does not answer. */
export async function listBuiltReleases(ctx: Context): Promise<Catalog> {
  requireScope(ctx, "look");
  const builds = (await ctx.engine.listBuilds().catch(onlyUnavailable)) ?? [];
  return ctx.catalog.filter((release) => isThere(builds, release));
}
