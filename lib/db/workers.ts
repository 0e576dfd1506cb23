import { SECOND_MS } from "../core/units";
import { prisma, query } from "./client";
import { Prisma } from "./generated/client";

/** A worker that has not said for so long that it lives is gone. */
export const SILENT_MS = 15 * SECOND_MS;

/** Of PostgreSQL alone, which also wrote when a worker was seen: the clocks of the hosts have no part in it. */
const SILENT_FOR_MS = Prisma.sql`(EXTRACT(EPOCH FROM now() - workers."lastSeenAt") * 1000)`;
export const IS_SILENT = Prisma.sql`(${SILENT_FOR_MS} > ${SILENT_MS})`;

export type WorkerRow = { id: string; holder: string | null; isSilent: boolean };

/**
 * Says that the worker lives, and answers every worker that has not said that it stopped, in the order of their names. Null, and nothing is
 * said, while one of that name lives that belongs to another holder.
 */
export async function beatWorker(id: string, holder: string): Promise<WorkerRow[] | null> {
  const workers = await query(
    () => prisma().$queryRaw<WorkerRow[]>`
      WITH beat AS (
        INSERT INTO workers (id, holder) VALUES (${id}, ${holder})
        ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, "lastSeenAt" = CURRENT_TIMESTAMP
        WHERE workers.holder IS NULL OR workers.holder = excluded.holder OR ${IS_SILENT}
        RETURNING id, holder)
      SELECT id, holder, FALSE AS "isSilent" FROM beat
      UNION ALL SELECT id, holder, ${IS_SILENT} FROM workers WHERE id <> ${id} ORDER BY id`,
  );
  return workers.some((worker) => worker.id === id) ? workers : null;
}

/** Every worker that has not said that it stopped, in the order of their names. */
export async function listWorkers(): Promise<WorkerRow[]> {
  return query(
    () => prisma().$queryRaw<WorkerRow[]>`
      SELECT id, holder, ${IS_SILENT} AS "isSilent" FROM workers ORDER BY id`,
  );
}

/** Forgets a worker that stopped. */
export async function deleteWorker(id: string): Promise<void> {
  await query(() => prisma().worker.deleteMany({ where: { id } }));
}

/** How long ago a worker was last seen; null when none ever was. */
export async function findSilenceMs(): Promise<number | null> {
  const [row] = await query(
    () => prisma().$queryRaw<[{ silentForMs: number | null }]>`
      SELECT min(${SILENT_FOR_MS})::float AS "silentForMs" FROM workers`,
  );
  return row?.silentForMs ?? null;
}

/** One that has not said yet that it lives counts as well as none. */
export async function countLiveWorkers(): Promise<number> {
  return (await listWorkers()).filter(({ isSilent }) => !isSilent).length;
}
