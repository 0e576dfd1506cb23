import { ask, prisma, query, type Tx } from "./client";
import { Prisma } from "./generated/client";

export type SessionRow = {
  id: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export type SignedInRow = {
  sessionId: string;
  userId: string;
  email: string;
  name: string;
  isAdmin: boolean;
  lastUsedAt: Date;
};

/** Whose session of this token lasts beyond `now`; null also for an account that is disabled: it may have begun meanwhile. */
export async function findSignedIn(token: string, now: Date): Promise<SignedInRow | null> {
  const [row] = await ask<SignedInRow>(Prisma.sql`
    SELECT s.id AS "sessionId", u.id AS "userId", u.email, u.name, u."isAdmin", s."updatedAt" AS "lastUsedAt"
    FROM sessions s JOIN users u ON u.id = s."userId"
    WHERE s.token = ${token} AND s."expiresAt" > ${now} AND u."disabledAt" IS NULL`);
  return row ?? null;
}

/** Those of the person that have not ended by `now`, last used first. */
export async function listSessions(userId: string, now: Date): Promise<SessionRow[]> {
  return query(() =>
    prisma().session.findMany({
      where: { userId, expiresAt: { gt: now } },
      select: { id: true, ipAddress: true, userAgent: true, createdAt: true, updatedAt: true },
      orderBy: { updatedAt: "desc" },
    }),
  );
}

/** False when the person has no such session. */
export async function deleteSession(key: { userId: string; id: string }): Promise<boolean> {
  const { count } = await query(() => prisma().session.deleteMany({ where: key }));
  return count > 0;
}

/** Ends all sessions of the person but one. */
export async function deleteOtherSessions(tx: Tx, kept: { userId: string; id: string }): Promise<void> {
  await tx.session.deleteMany({ where: { userId: kept.userId, id: { not: kept.id } } });
}

/** Notes that the session is in use; nothing when it has ended. */
export async function touchSession(id: string, usedAt: Date): Promise<void> {
  await query(() => prisma().session.updateMany({ where: { id }, data: { updatedAt: usedAt } }));
}
