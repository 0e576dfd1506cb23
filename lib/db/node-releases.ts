import { prisma, query } from "./client";

/** What each database that serves runs, by resource id. */
export async function listReleasesInUse(): Promise<
  { resourceId: string; provider: string; version: string; image: string | null }[]
> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: { status: "active" },
      select: {
        version: true,
        image: true,
        database: { select: { addon: { select: { resourceId: true, provider: true } } } },
      },
    }),
  );
  return rows
    .map(({ version, image, database }) => ({ ...database.addon, version, image }))
    .toSorted((a, b) => a.resourceId.localeCompare(b.resourceId));
}
