import type { DrawnPoint } from "../core/stats/drawing";
import { MEASURES, type Measure, type Measures, nothingMeasured } from "../core/stats/measures";
import type { ResolutionId } from "../core/stats/resolutions";
import { type Band, bandOf } from "../core/stats/roll-up";
import { prisma, query } from "./client";
import { Prisma } from "./generated/client";

const TABLES = { "10s": "stats_10s", "1m": "stats_1m", "15m": "stats_15m", "2h": "stats_2h" } as const;
export const statsTable = (resolution: ResolutionId) => TABLES[resolution];

/** PostgreSQL's way to write an array of `real`. */
const arrayText = (measures: Measures): string =>
  `{${MEASURES.map((measure) => measures[measure] ?? "NULL").join(",")}}`;

/** A row may be older than the newest measures. */
function parseArray(text: string): Measures {
  const measures = nothingMeasured();
  const values = text.slice(1, -1).split(",");
  MEASURES.forEach((measure, place) => {
    const value = values[place];
    if (value !== undefined && value !== "" && value !== "NULL") measures[measure] = Number(value);
  });
  return measures;
}

export type RoundRow = { databaseId: string; measures: Measures };

/** Writes one round; a second one of the same database and time is left out. */
export async function insertRound(atMs: number, rows: readonly RoundRow[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ databaseId }) => databaseId);
  const measures = rows.map((row) => arrayText(row.measures));
  await query(
    () => prisma().$executeRaw`
      INSERT INTO stats_10s ("databaseId", at, measures)
      SELECT id, ${new Date(atMs)}, values::real[] FROM unnest(${ids}::uuid[], ${measures}::text[]) AS r(id, values)
      ON CONFLICT DO NOTHING`,
  );
}

export type BandRow = { databaseId: string; band: Band };

/** Writes rolled-up rows of one time; those that stand are left alone. */
export async function insertBands(
  resolution: Exclude<ResolutionId, "10s">,
  atMs: number,
  rows: readonly BandRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ databaseId }) => databaseId);
  const samples = rows.map(({ band }) => band.samples);
  const [low, mean, high] = (["low", "mean", "high"] as const).map((part) =>
    rows.map(({ band }) => arrayText(band[part])),
  );
  await query(
    () => prisma().$executeRaw`
      INSERT INTO ${Prisma.raw(TABLES[resolution])} ("databaseId", at, samples, low, mean, high)
      SELECT id, ${new Date(atMs)}, samples, low::real[], mean::real[], high::real[]
      FROM unnest(${ids}::uuid[], ${samples}::int[], ${low}::text[], ${mean}::text[], ${high}::text[])
        AS r(id, samples, low, mean, high)
      ON CONFLICT DO NOTHING`,
  );
}

type RawBand = { databaseId: string; samples: number; low: string; mean: string; high: string };

/** Every row of the databases in the span (end exclusive), by database; one without rows is missing. */
export async function listBands(
  resolution: Exclude<ResolutionId, "2h">,
  { databaseIds, fromMs, toMs }: { databaseIds: readonly string[]; fromMs: number; toMs: number },
): Promise<Map<string, Band[]>> {
  const columns =
    resolution === "10s"
      ? Prisma.sql`1 AS samples, measures::text AS low, measures::text AS mean, measures::text AS high`
      : Prisma.sql`samples, low::text AS low, mean::text AS mean, high::text AS high`;
  const rows = await query(
    () => prisma().$queryRaw<RawBand[]>`
      SELECT "databaseId", ${columns} FROM ${Prisma.raw(TABLES[resolution])}
      WHERE "databaseId" = ANY(${[...databaseIds]}::uuid[]) AND at >= ${new Date(fromMs)} AND at < ${new Date(toMs)}`,
  );
  const found = new Map<string, Band[]>();
  for (const { databaseId, samples, low, mean, high } of rows) {
    const band =
      resolution === "10s"
        ? bandOf(parseArray(mean))
        : { samples, low: parseArray(low), mean: parseArray(mean), high: parseArray(high) };
    const bands = found.get(databaseId);
    if (bands) bands.push(band);
    else found.set(databaseId, [band]);
  }
  return found;
}

/** What a row of each kind gives to a point; `i` is the measure's place, from 1 on. */
const AGGREGATES = {
  "10s": (i: number) => ({
    low: `min(measures[${i}])`,
    mean: `avg(measures[${i}])`,
    high: `max(measures[${i}])`,
  }),
  rolled: (i: number) => ({
    low: `min(low[${i}])`,
    mean: `sum(mean[${i}] * samples) / sum(samples) FILTER (WHERE mean[${i}] IS NOT NULL)`,
    high: `max(high[${i}])`,
  }),
};

/** `{…}` of numbers and NULL, as a list. */
const numbersOf = (text: string): (number | null)[] =>
  text
    .slice(1, -1)
    .split(",")
    .map((value) => (value === "NULL" || value === "" ? null : Number(value)));

/** Points of `stepMs` in the span (end exclusive), in order; a point without rows is missing. Values stand in the order of `measures`. */
export async function listSeries(options: {
  databaseId: string;
  resolution: ResolutionId;
  measures: readonly Measure[];
  fromMs: number;
  toMs: number;
  stepMs: number;
}): Promise<DrawnPoint[]> {
  const { databaseId, resolution, measures, fromMs, toMs, stepMs } = options;
  const aggregate = resolution === "10s" ? AGGREGATES["10s"] : AGGREGATES.rolled;
  const parts = measures.map((measure) => aggregate(MEASURES.indexOf(measure) + 1));
  const column = (part: "low" | "mean" | "high") =>
    Prisma.raw(`ARRAY[${parts.map((of) => of[part]).join(", ")}]::real[]::text AS ${part}`);
  const rows = await query(
    () => prisma().$queryRaw<{ at: Date; samples: number; low: string; mean: string; high: string }[]>`
      SELECT date_bin(${stepMs} * interval '1 millisecond', at, '1970-01-01T00:00:00Z'::timestamptz) AS at,
        ${resolution === "10s" ? Prisma.sql`count(*)` : Prisma.sql`sum(samples)`}::int AS samples,
        ${column("low")}, ${column("mean")}, ${column("high")}
      FROM ${Prisma.raw(TABLES[resolution])}
      WHERE "databaseId" = ${databaseId}::uuid AND at >= ${new Date(fromMs)} AND at < ${new Date(toMs)}
      GROUP BY 1 ORDER BY 1`,
  );
  return rows.map(({ at, samples, low, mean, high }) => ({
    atMs: at.getTime(),
    samples,
    low: numbersOf(low),
    mean: numbersOf(mean),
    high: numbersOf(high),
  }));
}

/** How far a resolution is rolled up; null when nothing is yet. */
export async function findRollUp(resolution: ResolutionId): Promise<Date | null> {
  const rows = await query(
    () =>
      prisma().$queryRaw<
        { doneUntil: Date }[]
      >`SELECT "doneUntil" FROM stat_roll_ups WHERE resolution = ${resolution}`,
  );
  return rows[0]?.doneUntil ?? null;
}

/** Never goes back. */
export async function setRollUp(resolution: ResolutionId, doneUntil: Date): Promise<void> {
  await query(
    () => prisma().$executeRaw`
      INSERT INTO stat_roll_ups (resolution, "doneUntil") VALUES (${resolution}, ${doneUntil})
      ON CONFLICT (resolution) DO UPDATE SET "doneUntil" = greatest(stat_roll_ups."doneUntil", excluded."doneUntil")`,
  );
}
