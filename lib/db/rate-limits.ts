import { prisma, query } from "./client";

export type Attempt = {
  isAllowed: boolean;
  /** From when on an attempt counts from one again, if none is made meanwhile. */
  freeAt: Date;
};

/**
 * Counts one attempt and says whether it may go on. At most `attemptsMax` are let through before a pause of `windowMs`; refused ones
 * do not make the pause longer. One statement, so attempts that race are all counted.
 */
export async function countAttempt(attempt: {
  key: string;
  attemptsMax: number;
  windowMs: number;
  now: Date;
}): Promise<Attempt> {
  const { key, attemptsMax, windowMs, now } = attempt;
  const pausedSince = new Date(now.getTime() - windowMs);
  const [row] = await query(
    () => prisma().$queryRaw<{ count: number; windowStartAt: Date }[]>`
      INSERT INTO rate_limits AS r (key, count, "windowStartAt") VALUES (${key}, 1, ${now})
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN r."windowStartAt" <= ${pausedSince} THEN 1 ELSE least(r.count, ${attemptsMax}::int) + 1 END,
        "windowStartAt" = CASE WHEN r."windowStartAt" <= ${pausedSince} OR r.count < ${attemptsMax}::int
          THEN ${now} ELSE r."windowStartAt" END
      RETURNING r.count, r."windowStartAt"`,
  );
  if (!row) throw new Error("an upsert returned no row");
  return {
    isAllowed: row.count <= attemptsMax,
    freeAt: new Date(row.windowStartAt.getTime() + windowMs),
  };
}

/** Takes one counted attempt back: it did not fail. */
export async function takeBackAttempt(key: string): Promise<void> {
  await query(() =>
    prisma().rateLimit.updateMany({ where: { key, count: { gt: 0 } }, data: { count: { decrement: 1 } } }),
  );
}

/** Counts from nothing again. */
export async function clearAttempts(key: string): Promise<void> {
  await query(() => prisma().rateLimit.deleteMany({ where: { key } }));
}

/** Forgets what no limit looks at any more. */
export async function deleteAttemptsBefore(moment: Date): Promise<void> {
  await query(() => prisma().rateLimit.deleteMany({ where: { windowStartAt: { lt: moment } } }));
}
