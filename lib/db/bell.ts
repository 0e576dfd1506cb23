import { ALERT_KINDS, type AlertKind } from "../core/alerts/rules";
import type { OperationKind } from "../core/operations/state";
import type { Person } from "../core/people/person";
import { visibleTo } from "./apps";
import { prisma, query } from "./client";
import { Prisma } from "./generated/client";

export type FiringRow = {
  resourceId: string;
  appName: string;
  kind: AlertKind;
  value: number;
  firedAt: Date;
};

/** Of databases that the person may see. */
const firing = (person: Person): Prisma.Sql => Prisma.sql`
  FROM alert_states s JOIN databases d ON d.id = s."databaseId" JOIN addons n ON n.id = d."addonId"
    JOIN apps a ON a.id = n."appId"
  WHERE s."firedAt" IS NOT NULL AND n.status = 'running' AND a."deletedAt" IS NULL
    AND s.kind = ANY(${[...ALERT_KINDS]}) AND ${visibleTo(person)}`;

/** Of the person's apps; of what Berth does by itself only what failed. */
const ended = (person: Person, since: Date): Prisma.Sql => Prisma.sql`
  FROM operations o JOIN apps a ON a.id = o."appId" LEFT JOIN databases d ON d.id = o."databaseId"
    LEFT JOIN addons n ON n.id = d."addonId"
  WHERE o."finishedAt" > ${since} AND (o.status = 'failed' OR o."actorId" IS NOT NULL) AND ${visibleTo(person)}`;

/** Alerts that fire now, oldest first. */
export async function listFiringAlerts(person: Person, limit: number): Promise<FiringRow[]> {
  return query(
    () => prisma().$queryRaw<FiringRow[]>`
      SELECT n."resourceId", a.name AS "appName", s.kind, s.value, s."firedAt" ${firing(person)}
      ORDER BY s."firedAt", n."resourceId" LIMIT ${limit}`,
  );
}

export type EndedRow = {
  id: string;
  kind: OperationKind;
  appName: string;
  resourceId: string | null;
  isFailed: boolean;
  message: string | null;
  finishedAt: Date;
};

/** Operations that ended after `since`, newest first. */
export async function listEndedOperations(
  person: Person,
  { since, limit }: { since: Date; limit: number },
): Promise<EndedRow[]> {
  return query(
    () => prisma().$queryRaw<EndedRow[]>`
      SELECT o.id, o.kind, a.name AS "appName", n."resourceId", o.status = 'failed' AS "isFailed",
        o."errorMessage" AS message, o."finishedAt" ${ended(person, since)}
      ORDER BY o."finishedAt" DESC, o.id LIMIT ${limit}`,
  );
}

/** How many `listFiringAlerts` and `listEndedOperations` would have without a limit. */
export async function countBellNews(
  person: Person,
  since: Date,
): Promise<{ firing: number; failed: number; ended: number }> {
  const [row] = await query(
    () => prisma().$queryRaw<{ firing: number; failed: number; ended: number }[]>`
      SELECT (SELECT count(*)::int ${firing(person)}) AS firing,
        (count(*) FILTER (WHERE o.status = 'failed'))::int AS failed,
        (count(*) FILTER (WHERE o.status <> 'failed'))::int AS ended ${ended(person, since)}`,
  );
  return row ?? { firing: 0, failed: 0, ended: 0 };
}

/** Null before the first look. */
export async function findBellLook(userId: string): Promise<Date | null> {
  const row = await query(() =>
    prisma().bellLook.findUnique({ where: { userId }, select: { lookedAt: true } }),
  );
  return row?.lookedAt ?? null;
}

/** Never back to an earlier moment. */
export async function setBellLook(userId: string, lookedAt: Date): Promise<void> {
  await query(
    () => prisma().$executeRaw`
      INSERT INTO bell_looks AS b ("userId", "lookedAt") VALUES (${userId}, ${lookedAt})
      ON CONFLICT ("userId") DO UPDATE SET "lookedAt" = greatest(b."lookedAt", excluded."lookedAt")`,
  );
}
