import type { PortRange } from "../core/databases/public-ports";
import { prisma, query, transaction } from "./client";

/** Any number, as long as nobody else takes it: who chooses a port waits for whoever is choosing one. */
const LOCK = 6_380;

/**
 * The port that the database has already, else a free one of the range, any of them: where something else of a host has one, the next try
 * takes another. Gives back those of databases that are no more. Null when none is free.
 */
export async function takePublicPort(databaseId: string, { from, to }: PortRange): Promise<number | null> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
    await tx.$executeRaw`
      UPDATE databases d SET "publicPort" = NULL FROM addons a
      WHERE a.id = d."addonId" AND a.status IN ('removed', 'failed') AND d."publicPort" IS NOT NULL`;
    const rows = await tx.$queryRaw<{ publicPort: number | null }[]>`
      UPDATE databases d SET "publicPort" = coalesce(d."publicPort", (
        SELECT port FROM generate_series(${from}::int, ${to}::int) port
        WHERE NOT EXISTS (SELECT FROM databases other WHERE other."publicPort" = port)
          AND NOT EXISTS (SELECT FROM apps WHERE "publishedPort" = port AND "deletedAt" IS NULL)
        ORDER BY random() LIMIT 1))
      WHERE d.id = ${databaseId}::uuid RETURNING d."publicPort"`;
    return rows[0]?.publicPort ?? null;
  });
}

/** From where the database may be reached from outside; the public gate is to be made anew. */
export async function setAllowedNetworks(
  databaseId: string,
  allowedNetworks: readonly string[],
): Promise<void> {
  const data = { allowedNetworks: [...allowedNetworks], publicRevision: { increment: 1 } };
  await query(() => prisma().database.update({ where: { id: databaseId }, data, select: { id: true } }));
}

/** The port is another database's to take. */
export async function releasePublicPort(databaseId: string): Promise<void> {
  const data = { publicPort: null, allowedNetworks: [] };
  await query(() => prisma().database.update({ where: { id: databaseId }, data, select: { id: true } }));
}
