import type { SeriesInput, SeriesView } from "../../contract/stats";
import { eventLabel } from "../../core/events/words";
import { containerMemoryBytes, getKnown, type Plan } from "../../core/plans/catalog";
import { type DrawnPoint, fillGaps } from "../../core/stats/drawing";
import { MEASURES } from "../../core/stats/measures";
import { decideDrawing, RANGES, RESOLUTIONS, type ResolutionId } from "../../core/stats/resolutions";
import { findDatabaseStats } from "../../db/database-stats";
import { listDatabaseEvents } from "../../db/events";
import { findRollUp, listSeries } from "../../db/stats";
import { requireDatabase } from "../access";
import type { Context } from "../context";

const MARKS_MAX = 100;
const DIGITS = 5;

type Span = { fromMs: number; toMs: number };

function spanOf({ range, from, to }: SeriesInput, nowMs: number): Span {
  if (from && to) return { fromMs: Date.parse(from), toMs: Math.min(Date.parse(to), nowMs) };
  return { fromMs: nowMs - RANGES[range], toMs: nowMs };
}

/** From coarse rows as far as they are made, then from finer ones: the newest figures are never missing. */
async function listPoints(
  databaseId: string,
  span: Span,
  drawing: { stepMs: number; resolution: ResolutionId },
) {
  const { stepMs } = drawing;
  const place = RESOLUTIONS.findIndex(({ id }) => id === drawing.resolution);
  const points: DrawnPoint[] = [];
  let { fromMs } = span;
  for (const { id } of RESOLUTIONS.slice(0, place + 1).toReversed()) {
    const doneMs = id === "10s" ? span.toMs : ((await findRollUp(id))?.getTime() ?? fromMs);
    const toMs = Math.min(span.toMs, doneMs);
    if (toMs > fromMs)
      points.push(
        ...(await listSeries({ databaseId, resolution: id, measures: MEASURES, fromMs, toMs, stepMs })),
      );
    fromMs = Math.max(fromMs, toMs);
  }
  return points;
}

const short = (value: number | null | undefined): number | null =>
  value == null ? null : Number(value.toPrecision(DIGITS));

function measuresOf(steps: { point: DrawnPoint | null }[]): SeriesView["measures"] {
  const series = MEASURES.map((measure, place) => {
    const part = (of: "low" | "mean" | "high") => steps.map(({ point }) => short(point?.[of][place]));
    return [measure, { low: part("low"), mean: part("mean"), high: part("high") }] as const;
  });
  // fromEntries forgets the names; every measure is among them.
  return Object.fromEntries(series) as SeriesView["measures"];
}

const limitsOf = (plan: Plan, swapBytes: number | null): SeriesView["limits"] => ({
  maxMemoryBytes: plan.maxMemoryBytes,
  containerMemoryBytes: containerMemoryBytes(plan),
  swapBytes,
  clientsMax: plan.clientsMax,
  cpuPercent: plan.cpus * 100,
});

/** Everything that is measured of the database, over a range. @throws DomainError `not_found`. */
export async function getSeries(ctx: Context, input: SeriesInput): Promise<SeriesView> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const nowMs = Date.now();
  const span = spanOf(input, nowMs);
  const drawing = decideDrawing(span, nowMs);
  const dates = { from: new Date(span.fromMs), to: new Date(span.toMs) };
  const [points, stats, events] = await Promise.all([
    listPoints(addon.databaseId, span, drawing),
    findDatabaseStats(addon.databaseId),
    listDatabaseEvents(addon.databaseId, { ...dates, limit: MARKS_MAX }),
  ]);
  const steps = fillGaps(points, { ...span, stepMs: drawing.stepMs });
  return {
    fromAt: dates.from.toISOString(),
    toAt: dates.to.toISOString(),
    stepMs: drawing.stepMs,
    firstAt: stats?.firstAt.toISOString() ?? null,
    times: steps.map(({ atMs }) => atMs),
    measures: measuresOf(steps),
    limits: limitsOf(getKnown(ctx.plans, addon.planId), stats?.latest.container?.swapLimitBytes ?? null),
    marks: events.map((event) => ({
      id: event.id,
      at: event.createdAt.toISOString(),
      label: eventLabel(event),
    })),
  };
}
