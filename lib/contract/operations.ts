import { z } from "zod";
import { FEATURE_NAMES } from "../core/features/features";
import { SWITCH_WAITS } from "../core/imports/switch";
import { OPERATION_KINDS, OPERATION_STATUSES, STEP_STATUSES } from "../core/operations/state";

/**
 * One step as the browser shows it; `name` is stable, its words come from `stepLabel`. Times are ISO 8601 in UTC. `detail` is how
 * far it is (`leftBytes` of about `totalBytes`, or `leftKeys` of `totalKeys`), what it measured (`pauseMs`, how long writes were held),
 * why it chose that host (`freeBytes`, the most of so many `hosts`), or how far behind the source of an import it is (`lagBytes` is null
 * while it is not in step; `problem` says why it did not switch, `waitsFor` what a switch that was asked for waits for).
 */
export const StepView = z.object({
  name: z.string(),
  status: z.enum(STEP_STATUSES),
  detail: z
    .union([
      z.object({ leftBytes: z.number(), totalBytes: z.number() }),
      z.object({ leftKeys: z.number(), totalKeys: z.number() }),
      z.object({ pauseMs: z.number() }),
      z.object({
        lagBytes: z.number().nullable(),
        lagSeconds: z.number(),
        keys: z.number().nullable(),
        problem: z.string().nullable(),
        problemAt: z.iso.datetime().nullable(),
        waitsFor: z.enum(SWITCH_WAITS).nullish(),
      }),
      z.object({ hostName: z.string(), freeBytes: z.number(), hosts: z.number() }),
    ])
    .nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type StepView = z.infer<typeof StepView>;

/** An operation with its steps in their order; `error` is set once it has failed. */
export const OperationView = z.object({
  id: z.string(),
  kind: z.enum(OPERATION_KINDS),
  status: z.enum(OPERATION_STATUSES),
  appId: z.string(),
  appName: z.string(),
  resourceId: z.string().nullable(),
  /** Who asked for it; null for Berth itself, or once the account is gone. */
  actorEmail: z.string().nullable(),
  /** What a change of plan or version goes from and to; null for anything else. */
  change: z
    .object({
      fromPlanId: z.string(),
      toPlanId: z.string(),
      fromVersion: z.string(),
      toVersion: z.string(),
      /** Unless both are the first engine. */
      fromEngine: z.string().optional(),
      toEngine: z.string().optional(),
      /** Where the version stays and its build changes. */
      fromBuild: z.string().optional(),
      toBuild: z.string().optional(),
    })
    .nullable(),
  /** The backup that a restore restores. */
  backupId: z.string().nullable(),
  /** The feature that a switch is about, and where it goes. */
  feature: z.object({ name: z.enum(FEATURE_NAMES), isOn: z.boolean() }).nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** When what was asked for was so: of a change, while its old Redis is still being stopped. Null before, or when it failed before. */
  tookEffectAt: z.iso.datetime().nullable(),
  error: z.object({ reason: z.string(), message: z.string() }).nullable(),
  steps: z.array(StepView),
});
export type OperationView = z.infer<typeof OperationView>;

/** Names an operation; it is found only among those of that app. */
export const OperationInput = z.object({ app: z.string().min(1), operationId: z.uuid() });
export type OperationInput = z.infer<typeof OperationInput>;
