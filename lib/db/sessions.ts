import { prisma, query, type Tx } from "./client";

export type SessionRow = {
  id: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  updatedAt: Date;
};

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
