import { z } from "zod";
import { WAVE_PART_STATUSES } from "../core/waves/wave";
import { AtOnce, WaveView } from "./waves";

/** Names a release: `redis` and `8.0.2`. */
export const ReleaseInput = z.object({
  engine: z.string().trim().min(1).max(50),
  version: z.string().trim().min(1).max(50),
});
export type ReleaseInput = z.infer<typeof ReleaseInput>;

/** When each database takes the newest build: as soon as its turn comes, or then in its maintenance window. */
export const WAVE_TIMES = ["now", "windows"] as const;

/** All databases of the release to its newest build that is there, `atOnce` at a time (1 to 8, 1 unless said). */
export const UpgradeReleaseInput = ReleaseInput.extend({
  when: z.enum(WAVE_TIMES).default("now"),
  atOnce: AtOnce,
});
export type UpgradeReleaseInput = z.infer<typeof UpgradeReleaseInput>;

/** How far the databases of a release are upgraded, and why no further. */
export const ReleaseWaveView = WaveView.extend({
  when: z.enum(WAVE_TIMES),
  /** Of every database that it has begun, or that waits for its window; by windows, and in the order in which they were begun. */
  parts: z.array(
    z.object({
      resourceId: z.string(),
      appName: z.string(),
      operationId: z.string().nullable(),
      windowAt: z.iso.datetime().nullable(),
      status: z.enum(WAVE_PART_STATUSES),
    }),
  ),
});
export type ReleaseWaveView = z.infer<typeof ReleaseWaveView>;

const NoticeView = z.object({ reason: z.string(), link: z.string() });

/** A release of an engine: of the catalog, or one that databases have though no catalog does. */
export const ReleaseView = z.object({
  engine: z.string(),
  /** Of the engine, before a version. */
  name: z.string(),
  version: z.string(),
  status: z.enum(["offered", "deprecated", "withdrawn", "unknown"]),
  notice: NoticeView.nullable(),
  /** Oldest first. */
  builds: z.array(
    z.object({
      /** Debian's revision or a registry's digest; null where the image does not tell. */
      build: z.string().nullable(),
      builtFrom: z.string().nullable(),
      fixesMissing: NoticeView.nullable(),
      /** Null for one that was never asked. */
      source: z
        .object({
          /** When it said last what it has. */
          answeredAt: z.iso.datetime().nullable(),
          /** Since when it does not answer, and what was said instead. */
          awaySince: z.iso.datetime().nullable(),
          reason: z.string().nullable(),
        })
        .nullable(),
      /** A newer build of the same source. */
      newer: z.string().nullable(),
      /** The build that is there and that its databases can take now; null where they run the newest. */
      upgradesTo: z.string().nullable(),
      /** Resource ids of those that run it. */
      databases: z.array(z.string()),
    }),
  ),
  /** The newest upgrade of all its databases; null where there was none. */
  wave: ReleaseWaveView.nullable(),
});
export type ReleaseView = z.infer<typeof ReleaseView>;
