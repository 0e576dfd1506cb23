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
