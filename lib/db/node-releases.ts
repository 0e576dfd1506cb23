import { prisma, query } from "./client";

/** What each database that serves runs, by resource id. */
export async function listReleasesInUse(): Promise<
  { resourceId: string; engine: string; version: string; image: string | null }[]
> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: { status: "active" },
      select: {
        engine: true,
        version: true,
        image: true,
        database: { select: { addon: { select: { resourceId: true } } } },
      },
    }),
  );
  return rows
    .map(({ database, ...node }) => ({ ...database.addon, ...node }))
    .toSorted((a, b) => a.resourceId.localeCompare(b.resourceId));
}

/** Resource ids of databases with a node of this release, sorted: one that serves or starts, or whose data is kept for an undo. */
export async function listDatabasesOfRelease(engine: string, version: string): Promise<string[]> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: {
        engine,
        version,
        OR: [{ status: { not: "removed" } }, { volumeKeptUntil: { not: null }, volumeRemovedAt: null }],
      },
      select: { database: { select: { addon: { select: { resourceId: true } } } } },
    }),
  );
  return [...new Set(rows.map(({ database }) => database.addon.resourceId))].toSorted();
}
