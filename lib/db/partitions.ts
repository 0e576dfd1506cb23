import { prisma, query, transaction } from "./client";
import { Prisma } from "./generated/client";

/** Tables that are partitioned by time. */
export type PartitionedTable = "stats_10s" | "stats_1m" | "stats_15m" | "stats_2h" | "log_lines";

/** Any number; the same one everywhere. */
const PARTITION_LOCK = 7_304;

/** The first moment in it stands in the name, in UTC: `stats_10s_2026112300`. */
const partitionName = (table: PartitionedTable, startMs: number): string =>
  `${table}_${new Date(startMs).toISOString().slice(0, 13).replaceAll(/[-T]/g, "")}`;

async function listPartitions(table: PartitionedTable): Promise<string[]> {
  const rows = await query(
    () => prisma().$queryRaw<{ name: string }[]>`
      SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      JOIN pg_class p ON p.oid = i.inhparent WHERE p.relname = ${table} AND p.relnamespace = current_schema()::regnamespace`,
  );
  return rows.map(({ name }) => name);
}

/** Runs a change of the table's shape; it gives up rather than make every reader wait behind it. Names and times are ours, none is input. */
async function alter(sql: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('lock_timeout', '3s', true)`;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PARTITION_LOCK})`;
    await tx.$executeRaw(Prisma.raw(sql));
  });
}

/** Makes the partitions that hold the span, each `partitionMs` long; those that stand are left alone. */
export async function ensurePartitions(
  table: PartitionedTable,
  { fromMs, toMs, partitionMs }: { fromMs: number; toMs: number; partitionMs: number },
): Promise<void> {
  const standing = new Set(await listPartitions(table));
  for (let start = Math.floor(fromMs / partitionMs) * partitionMs; start <= toMs; start += partitionMs) {
    const name = partitionName(table, start);
    if (standing.has(name)) continue;
    const [from, to] = [new Date(start).toISOString(), new Date(start + partitionMs).toISOString()];
    await alter(
      `CREATE TABLE IF NOT EXISTS "${name}" PARTITION OF "${table}" FOR VALUES FROM ('${from}') TO ('${to}')`,
    );
  }
}

/** Takes away the partitions that hold only what is older than `beforeMs`. Answers how many. */
export async function dropPartitions(
  table: PartitionedTable,
  { beforeMs, partitionMs }: { beforeMs: number; partitionMs: number },
): Promise<number> {
  const lastStart = Math.floor(beforeMs / partitionMs) * partitionMs - partitionMs;
  const old = (await listPartitions(table)).filter((name) => name <= partitionName(table, lastStart));
  for (const name of old) await alter(`DROP TABLE IF EXISTS "${name}"`);
  return old.length;
}
