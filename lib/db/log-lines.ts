import { prisma, query } from "./client";
import { Prisma } from "./generated/client";

/** `at` is RFC 3339 in UTC with nine digits of a second. */
export type LogLineRow = { at: string; source: string; text: string };

const FRACTION_DIGITS = 9;

/** The last three digits, which PostgreSQL's times have no room for. */
function splitTime(at: string): { at: string; nanos: number } {
  const digits = (/\.(\d+)/.exec(at)?.[1] ?? "").padEnd(FRACTION_DIGITS, "0");
  return { at: `${at.slice(0, 19)}.${digits.slice(0, 6)}Z`, nanos: Number(digits.slice(6, 9)) };
}

/** A NUL byte cannot be kept as text. */
const storable = (text: string): string => text.replaceAll("\u0000", "\uFFFD");

/** Keeps lines of a database; one that is kept already is left out. */
export async function insertLogLines(databaseId: string, rows: readonly LogLineRow[]): Promise<void> {
  if (rows.length === 0) return;
  const times = rows.map(({ at }) => splitTime(at));
  await query(
    () => prisma().$executeRaw`
      INSERT INTO log_lines ("databaseId", at, nanos, source, text)
      SELECT ${databaseId}::uuid, r.at::timestamptz, r.nanos, r.source, r.text
      FROM unnest(${times.map(({ at }) => at)}::text[], ${times.map(({ nanos }) => nanos)}::smallint[],
        ${rows.map(({ source }) => source)}::text[], ${rows.map(({ text }) => storable(text))}::text[])
        AS r(at, nanos, source, text)
      ON CONFLICT DO NOTHING`,
  );
}

const TIME = Prisma.sql`to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || lpad(nanos::text, 3, '0') || 'Z'`;

export type LogFilter = {
  databaseId: string;
  /** Only of this source, or of all nodes (`node`). */
  source?: string | undefined;
  /** Only lines with this in them, whatever its case. */
  q?: string | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  limit: number;
};

function whereOf({ databaseId, source, q, from, to }: LogFilter): Prisma.Sql {
  const parts = [Prisma.sql`"databaseId" = ${databaseId}::uuid`];
  if (source === "node") parts.push(Prisma.sql`source LIKE 'node-%'`);
  else if (source) parts.push(Prisma.sql`source = ${source}`);
  if (q) parts.push(Prisma.sql`strpos(lower(text), lower(${q})) > 0`);
  if (from) parts.push(Prisma.sql`at >= ${from}`);
  if (to) parts.push(Prisma.sql`at < ${to}`);
  return Prisma.join(parts, " AND ");
}

/** The last lines that fit, oldest first. */
export async function listLogLines(filter: LogFilter): Promise<LogLineRow[]> {
  const rows = await query(
    () => prisma().$queryRaw<LogLineRow[]>`
      SELECT ${TIME} AS at, source, text FROM log_lines WHERE ${whereOf(filter)}
      ORDER BY log_lines.at DESC, nanos DESC, source LIMIT ${filter.limit}`,
  );
  return rows.reverse();
}

/** When each source's last kept line was written. */
export async function listLastLines(databaseId: string): Promise<Map<string, string>> {
  const rows = await query(
    () => prisma().$queryRaw<{ source: string; at: string }[]>`
      SELECT DISTINCT ON (source) source, ${TIME} AS at FROM log_lines WHERE "databaseId" = ${databaseId}::uuid
      ORDER BY source, log_lines.at DESC, nanos DESC`,
  );
  return new Map(rows.map(({ source, at }) => [source, at]));
}
