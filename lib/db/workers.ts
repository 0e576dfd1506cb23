import { prisma, query } from "./client";

/** Says that the worker lives. */
export async function beatWorker(id: string): Promise<void> {
  await query(() =>
    prisma().worker.upsert({
      where: { id },
      create: { id },
      update: { lastSeenAt: new Date() },
      select: { id: true },
    }),
  );
}

/** Workers last seen before `before`. */
export async function listSilentWorkers(before: Date): Promise<string[]> {
  const rows = await query(() =>
    prisma().worker.findMany({ where: { lastSeenAt: { lt: before } }, select: { id: true } }),
  );
  return rows.map(({ id }) => id);
}

/** Forgets a worker that stopped. */
export async function deleteWorker(id: string): Promise<void> {
  await query(() => prisma().worker.deleteMany({ where: { id } }));
}

/** When the worker seen last was seen; null when none ever was. */
export async function findLastWorkerBeat(): Promise<Date | null> {
  const row = await query(() =>
    prisma().worker.findFirst({ orderBy: { lastSeenAt: "desc" }, select: { lastSeenAt: true } }),
  );
  return row?.lastSeenAt ?? null;
}

/** Workers seen since `since`; one that has not said so yet counts as well as none. */
export async function countLiveWorkers(since: Date): Promise<number> {
  return query(() => prisma().worker.count({ where: { lastSeenAt: { gte: since } } }));
}
