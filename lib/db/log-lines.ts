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

/**
 * Keeps lines of a database, or of an app: the column got its name when only databases had any. One that is kept already is left out.
 */
export async function insertLogLines(ownerId: string, rows: readonly LogLineRow[]): Promise<void> {
  if (rows.length === 0) return;
  const times = rows.map(({ at }) => splitTime(at));
  await query(
    () => prisma().$executeRaw`
      INSERT INTO log_lines ("databaseId", at, nanos, source, text)
      SELECT ${ownerId}::uuid, r.at::timestamptz, r.nanos, r.source, r.text
      FROM unnest(${times.map(({ at }) => at)}::text[], ${times.map(({ nanos }) => nanos)}::smallint[],
        ${rows.map(({ source }) => source)}::text[], ${rows.map(({ text }) => storable(text))}::text[])
        AS r(at, nanos, source, text)
      ON CONFLICT DO NOTHING`,
  );
}

const TIME = Prisma.sql`to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || lpad(nanos::text, 3, '0') || 'Z'`;

export type LogFilter = {
  /** The database or the app. */
  ownerId: string;
  /** Only of this source, or of all nodes (`node`) or containers of the app (`web`). */
  source?: string | undefined;
  /** Only lines with this in them, whatever its case. */
  q?: string | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  limit: number;
};

function whereOf({ ownerId, source, q, from, to }: LogFilter): Prisma.Sql {
  const parts = [Prisma.sql`"databaseId" = ${ownerId}::uuid`];
  if (source === "node" || source === "web") parts.push(Prisma.sql`source LIKE ${`${source}-%`}`);
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

/** When the last kept line of each of these sources was written; those without any are missing. */
export async function listLastLines(
  ownerId: string,
  sources: readonly string[],
): Promise<Map<string, string>> {
  const rows = await query(
    () => prisma().$queryRaw<{ source: string; at: string }[]>`
      SELECT s.source, l.at FROM unnest(${[...sources]}::text[]) AS s(source)
      CROSS JOIN LATERAL (
        SELECT ${TIME} AS at FROM log_lines WHERE "databaseId" = ${ownerId}::uuid AND log_lines.source = s.source
        ORDER BY log_lines.at DESC, nanos DESC LIMIT 1) AS l`,
  );
  return new Map(rows.map(({ source, at }) => [source, at]));
}

/** Deletes all but the newest lines, and those of the same moment as the last of them. */
export async function trimLogLines(ownerId: string, linesMax: number): Promise<void> {
  await query(
    () => prisma().$executeRaw`
      DELETE FROM log_lines WHERE "databaseId" = ${ownerId}::uuid AND at < (
        SELECT at FROM log_lines WHERE "databaseId" = ${ownerId}::uuid
        ORDER BY at DESC OFFSET ${linesMax - 1} LIMIT 1)`,
  );
}
