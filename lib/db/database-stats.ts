import { LatestStats } from "../core/stats/latest";
import { prisma, query } from "./client";

export type DatabaseStatsRow = {
  databaseId: string;
  /** When it was first sampled. */
  firstAt: Date;
  sampledAt: Date;
  /** When Redis last answered; null when it never has. */
  answeredAt: Date | null;
  latest: LatestStats;
};

type Raw = Omit<DatabaseStatsRow, "latest"> & { latest: unknown };
const toRow = ({ latest, ...row }: Raw): DatabaseStatsRow => ({ ...row, latest: LatestStats.parse(latest) });

/** Notes what a round has seen of each database. */
export async function upsertDatabaseStats(
  sampledAt: Date,
  rows: readonly { databaseId: string; latest: LatestStats }[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ databaseId }) => databaseId);
  const latest = rows.map((row) => JSON.stringify(row.latest));
  const answered = rows.map((row) => row.latest.failure === null);
  await query(
    () => prisma().$executeRaw`
      INSERT INTO database_stats AS s ("databaseId", "firstAt", "sampledAt", "answeredAt", latest)
      SELECT r.id, ${sampledAt}, ${sampledAt}, CASE WHEN r.answered THEN ${sampledAt}::timestamptz END, r.latest::jsonb
      FROM unnest(${ids}::uuid[], ${latest}::text[], ${answered}::boolean[]) AS r(id, latest, answered)
      JOIN databases d ON d.id = r.id
      ON CONFLICT ("databaseId") DO UPDATE SET "sampledAt" = excluded."sampledAt",
        "answeredAt" = coalesce(excluded."answeredAt", s."answeredAt"), latest = excluded.latest`,
  );
}

/** What was last seen of them; a database that was never sampled is missing. */
export async function listDatabaseStats(ids: readonly string[]): Promise<DatabaseStatsRow[]> {
  if (ids.length === 0) return [];
  const rows = await query(
    () => prisma().$queryRaw<Raw[]>`
      SELECT "databaseId", "firstAt", "sampledAt", "answeredAt", latest FROM database_stats
      WHERE "databaseId" = ANY(${[...ids]}::uuid[])`,
  );
  return rows.map(toRow);
}

/** Null when the database was never sampled. */
export async function findDatabaseStats(databaseId: string): Promise<DatabaseStatsRow | null> {
  return (await listDatabaseStats([databaseId]))[0] ?? null;
}

/** Ids of databases sampled since then. */
export async function listSampledSince(since: Date): Promise<string[]> {
  const rows = await query(
    () =>
      prisma().$queryRaw<
        { databaseId: string }[]
      >`SELECT "databaseId" FROM database_stats WHERE "sampledAt" >= ${since}`,
  );
  return rows.map(({ databaseId }) => databaseId);
}

/** When the first database was first sampled; null when none ever was. */
export async function findFirstSample(): Promise<Date | null> {
  const rows = await query(
    () => prisma().$queryRaw<{ first: Date | null }[]>`SELECT min("firstAt") AS first FROM database_stats`,
  );
  return rows[0]?.first ?? null;
}

/** A running database with what was last seen of it, for figures of everything at once. */
export type RunningStatsRow = DatabaseStatsRow & { appName: string; resourceId: string; planId: string };

/** Every running database that was ever looked at. */
export async function listRunningStats(): Promise<RunningStatsRow[]> {
  const rows = await query(
    () => prisma().$queryRaw<(Raw & Omit<RunningStatsRow, "latest">)[]>`
      SELECT s."databaseId", s."firstAt", s."sampledAt", s."answeredAt", s.latest,
        p.name AS "appName", a."resourceId", a."planId"
      FROM database_stats s JOIN databases d ON d.id = s."databaseId"
      JOIN addons a ON a.id = d."addonId" AND a.status = 'running' JOIN apps p ON p.id = a."appId"
      ORDER BY a."resourceId"`,
  );
  return rows.map(({ latest, ...row }) => ({ ...row, latest: LatestStats.parse(latest) }));
}
