import { prisma, query } from "./client";

/** The time of PostgreSQL, by which data is removed: that of a worker's host may leap. */
export async function loadNow(): Promise<Date> {
  const [{ now }] = await query(() => prisma().$queryRaw<[{ now: Date }]>`SELECT now() AS now`);
  return now;
}
