import { prisma, query } from "./client";

/** What each database that serves runs, by resource id. */
export async function listReleasesInUse(): Promise<
  { resourceId: string; provider: string; version: string }[]
> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: { status: "active" },
      select: {
        version: true,
        database: { select: { addon: { select: { resourceId: true, provider: true } } } },
      },
    }),
  );
  return rows
    .map(({ version, database }) => ({ ...database.addon, version }))
    .toSorted((a, b) => a.resourceId.localeCompare(b.resourceId));
}
