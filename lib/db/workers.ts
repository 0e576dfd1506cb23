import { SECOND_MS } from "../core/units";
import { prisma, query } from "./client";

/** A worker that has not said for so long that it lives is gone. */
export const SILENT_MS = 15 * SECOND_MS;

export type WorkerRow = { id: string; holder: string | null; lastSeenAt: Date };

/**
 * Says that the worker lives, and answers every worker that has not said that it stopped, in the order of their names. Null, and nothing is
 * said, while one of that name lives that belongs to another holder.
 */
export async function beatWorker(id: string, holder: string): Promise<WorkerRow[] | null> {
  const silentSince = new Date(Date.now() - SILENT_MS);
  const workers = await query(
    () => prisma().$queryRaw<WorkerRow[]>`
      WITH beat AS (
        INSERT INTO workers (id, holder) VALUES (${id}, ${holder})
        ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, "lastSeenAt" = CURRENT_TIMESTAMP
        WHERE workers.holder IS NULL OR workers.holder = excluded.holder OR workers."lastSeenAt" < ${silentSince}
        RETURNING id, holder, "lastSeenAt")
      SELECT id, holder, "lastSeenAt" FROM beat
      UNION ALL SELECT id, holder, "lastSeenAt" FROM workers WHERE id <> ${id} ORDER BY id`,
  );
  return workers.some((worker) => worker.id === id) ? workers : null;
}

/** Every worker that has not said that it stopped, in the order of their names. */
export async function listWorkers(): Promise<WorkerRow[]> {
  return query(() =>
    prisma().worker.findMany({
      select: { id: true, holder: true, lastSeenAt: true },
      orderBy: { id: "asc" },
    }),
  );
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
