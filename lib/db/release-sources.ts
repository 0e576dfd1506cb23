import type { SourceAnswer, SourceState } from "../core/engines/sources";
import { prisma, query, type Tx } from "./client";

/** What every source of a release that was ever asked had when it answered last. */
export async function listSources(): Promise<SourceState[]> {
  return query(() =>
    prisma().releaseSource.findMany({ orderBy: [{ release: "asc" }, { builtFrom: "asc" }] }),
  );
}

/** Keeps an answer; of a source that does not answer what it had stays, with since when it does not. */
export async function keepAnswer(tx: Tx, answer: SourceAnswer, now: Date): Promise<void> {
  const { release, builtFrom, build, reason } = answer;
  const [answeredAt, awaySince] = build === null ? [null, now] : [now, null];
  await tx.$executeRaw`
    INSERT INTO release_sources AS s (release, "builtFrom", build, "answeredAt", "awaySince", reason)
    VALUES (${release}, ${builtFrom}, ${build}, ${answeredAt}, ${awaySince}, ${reason})
    ON CONFLICT (release, "builtFrom") DO UPDATE SET build = COALESCE(excluded.build, s.build),
      "answeredAt" = COALESCE(excluded."answeredAt", s."answeredAt"), reason = excluded.reason,
      "awaySince" = CASE WHEN excluded."awaySince" IS NOT NULL THEN COALESCE(s."awaySince", excluded."awaySince") END`;
}

/** Notes that something is told of a release from a source; false when it was before. */
export async function noteNews(
  tx: Tx,
  news: { release: string; builtFrom: string; news: string },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.releaseNews.createMany({
    data: [{ ...news, toldAt: now }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** Takes the check that is due, until `againAt`: a worker that dies with it leaves it to be taken then. The first is due at `firstAt`. */
export async function takeCheck(
  now: Date,
  { firstAt, againAt }: { firstAt: Date; againAt: Date },
): Promise<boolean> {
  return query(async () => {
    await prisma().releaseCheck.createMany({ data: [{ id: 1, dueAt: firstAt }], skipDuplicates: true });
    const { count } = await prisma().releaseCheck.updateMany({
      where: { id: 1, dueAt: { lte: now } },
      data: { dueAt: againAt },
    });
    return count > 0;
  });
}

/** Notes how a check ended, and when the next one is due. */
export async function endCheck(end: { dueAt: Date; endedAt: Date; reason: string | null }): Promise<void> {
  await query(() =>
    prisma().releaseCheck.upsert({
      where: { id: 1 },
      create: { id: 1, ...end },
      update: end,
      select: { id: true },
    }),
  );
}

/** When sources were asked last, and why that came to nothing, if it did; null where they never were. */
export async function findLastCheck(): Promise<{ endedAt: Date; reason: string | null } | null> {
  const row = await query(() =>
    prisma().releaseCheck.findUnique({ where: { id: 1 }, select: { endedAt: true, reason: true } }),
  );
  return row?.endedAt ? { endedAt: row.endedAt, reason: row.reason } : null;
}
