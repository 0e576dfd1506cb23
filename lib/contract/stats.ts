import { z } from "zod";
import { ADVICE_KINDS } from "../core/advice/decide";
import { ServerStats } from "../core/stats/latest";
import { MEASURES } from "../core/stats/measures";
import { RANGES, type RangeId, SPAN_MS } from "../core/stats/resolutions";
import { DatabaseInput } from "./databases";

const Bytes = z.number().nullable();

/**
 * Memory or swap of the node's container in bytes; `highest` since the database was last restarted, `free` is limit less current. All of swap is
 * null where the host does not count it, or where only the engine is reached and not its host's files: the engine does not tell it.
 */
const Level = z.object({ current: Bytes, highest: Bytes, free: Bytes, limit: Bytes });

/**
 * What was last seen of a database. Container and server carry their own times: what does not answer keeps its last figures.
 * Null parts were never seen. Sizes in bytes, CPU in percent of one core.
 */
export const DatabaseStatsView = z.object({
  /** When it was first and last looked at; null before the first time. */
  firstAt: z.iso.datetime().nullable(),
  sampledAt: z.iso.datetime().nullable(),
  /** When Redis last answered. */
  answeredAt: z.iso.datetime().nullable(),
  /** False when Redis did not answer in the last round, or nobody has looked for a while. */
  isCurrent: z.boolean(),
  failure: z.string().nullable(),
  container: z
    .object({ at: z.iso.datetime(), cpuPercent: z.number().nullable(), memory: Level, swap: Level })
    .nullable(),
  diskBytes: Bytes,
  /** Sessions at the gateway; Berth's own are not among them. */
  connections: z.object({ current: z.number().nullable(), limit: z.number() }),
  server: ServerStats.omit({ counters: true, lastSaveAtMs: true })
    .extend({
      at: z.iso.datetime(),
      keys: z.number(),
      lastSaveAt: z.iso.datetime().nullable(),
      /** Without what Berth itself asks; null until two looks are known. */
      opsPerSecond: z.number().nullable(),
    })
    .nullable(),
});
export type DatabaseStatsView = z.infer<typeof DatabaseStatsView>;

/** The keys of RANGES, which is never empty. */
const RANGE_IDS = Object.keys(RANGES) as [RangeId, ...RangeId[]];

/** A range by name, or `from` and `to` of one's own (ISO 8601); an hour when nothing is said. */
export const SeriesInput = DatabaseInput.extend({
  range: z.enum(RANGE_IDS, { error: `A range is one of ${RANGE_IDS.join(", ")}.` }).default("1h"),
  from: z.iso.datetime({ offset: true, error: "A time looks like 2026-01-31T08:30:00Z." }).optional(),
  to: z.iso.datetime({ offset: true, error: "A time looks like 2026-01-31T08:30:00Z." }).optional(),
})
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ["from"],
    error: "Give both ends of the range, or neither.",
  })
  .refine(({ from, to }) => !from || !to || Date.parse(to) - Date.parse(from) >= SPAN_MS.min, {
    path: ["to"],
    error: "The range is at least 5 minutes long.",
  })
  .refine(({ from, to }) => !from || !to || Date.parse(to) - Date.parse(from) <= SPAN_MS.max, {
    path: ["from"],
    error: "The range is at most 60 days long.",
  });
export type SeriesInput = z.infer<typeof SeriesInput>;

const Values = z.array(z.number().nullable());

/** Every measure over time. `times` are milliseconds since 1970, `stepMs` apart; null is a gap. */
export const SeriesView = z.object({
  fromAt: z.iso.datetime(),
  toAt: z.iso.datetime(),
  stepMs: z.number(),
  /** When the database was first looked at; null before the first time. */
  firstAt: z.iso.datetime().nullable(),
  times: z.array(z.number()),
  measures: z.record(z.enum(MEASURES), z.object({ low: Values, mean: Values, high: Values })),
  limits: z.object({
    maxMemoryBytes: z.number(),
    containerMemoryBytes: z.number(),
    swapBytes: z.number().nullable(),
    clientsMax: z.number(),
    cpuPercent: z.number(),
  }),
  /** Events in the range, oldest first, each in a few words. */
  marks: z.array(z.object({ id: z.string(), at: z.iso.datetime(), label: z.string() })),
});
export type SeriesView = z.infer<typeof SeriesView>;

/** A piece of advice as a page shows it: what is the matter, from which figures, and how much it matters. */
export const AdviceView = z.object({
  kind: z.enum(ADVICE_KINDS),
  isUrgent: z.boolean(),
  title: z.string(),
  reason: z.string(),
});
export type AdviceView = z.infer<typeof AdviceView>;

/** `GET /api/ui/databases/:id/advice`, urgent first; empty when there is nothing to say. */
export type AdviceAnswer = { advice: AdviceView[] };
