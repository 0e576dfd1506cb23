import { toApiAddon, toApiPlan } from "../lib/contract/api/addons";
import { toApiOperation } from "../lib/contract/api/operations";
import type { OperationView, StepView } from "../lib/contract/operations";
import { tookEffectAt } from "../lib/core/operations/effect";
import { OPERATION_STEPS } from "../lib/core/operations/steps";
import { DEFAULT_PLANS } from "../lib/core/plans/catalog";
import type { Answers, Asked } from "./cli";

export const AT = "2026-01-05T10:11:12.000Z";
export const OPERATION_ID = "6f1b0c64-2b7c-4a52-9c9b-0d9f4c0e0a01";
export const USER = { id: "u1", username: "ada", fullname: "Ada", email: "ada@example.org", flags: {} };
export const ADDON = toApiAddon(
  {
    id: "ad-0f1ab3e1-e97d-4f33-9168-4956379731a4",
    appId: "a1",
    provider: "redis",
    resourceId: "my-app-3030",
    name: null,
    planId: "1g",
    engine: "redis",
    version: "8.0.2",
    status: "running",
    createdAt: AT,
    error: null,
    operationId: OPERATION_ID,
    isBusy: false,
    dataGoneAt: null,
  },
  DEFAULT_PLANS,
);
export const PLANS = { plans: DEFAULT_PLANS.map((plan, index) => toApiPlan(plan, index + 1)) };
export const DATABASE = {
  data_gone: null,
  id: ADDON.id,
  created_at: AT,
  resource_id: "my-app-3030",
  name: null,
  note: null,
  app_name: "my-app",
  encryption_at_rest: false,
  features: [{ name: "redis-rdb", status: "ACTIVATED" }],
  plan: "1g",
  status: "running",
  type_id: "redis",
  type_name: "redis",
  version_id: "7.0.15",
  next_version_id: "8.0.2",
  newer_build: null,
  readable_version: "7.0.15",
  hostname: "my-app-3030:6379",
  current_operation_id: null,
  cluster: false,
  periodic_backups_enabled: false,
  periodic_backups_scheduled_at: [],
  maintenance_window: { weekday_utc: 2, starting_hour_utc: 21, duration_in_hour: 8 },
  instances: [],
};

/** An operation of which so many steps have ended; it has ended itself after the last one, or where it failed. */
export function operation(kind: OperationView["kind"], done: number, error: string | null = null) {
  const names = OPERATION_STEPS[kind];
  const status = error !== null ? "failed" : done === names.length ? "succeeded" : "running";
  const steps = names.map(
    (name, index): StepView => ({
      name,
      status:
        index < done ? "succeeded" : index === done ? (error === null ? "running" : "failed") : "pending",
      detail: null,
      startedAt: index <= done ? AT : null,
      finishedAt: index < done ? "2026-01-05T10:11:12.250Z" : null,
    }),
  );
  const dated = steps.map(({ finishedAt, ...step }) => ({
    ...step,
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
  }));
  return {
    operation: toApiOperation({
      id: OPERATION_ID,
      kind,
      status,
      appId: "a1",
      appName: "my-app",
      resourceId: "my-app-3030",
      actorEmail: USER.email,
      feature: null,
      createdAt: AT,
      finishedAt: null,
      tookEffectAt: tookEffectAt({ kind, status, finishedAt: null, steps: dated })?.toISOString() ?? null,
      change: null,
      backupId: null,
      error: error === null ? null : { reason: "no_room", message: error },
      steps,
    }),
  };
}

export const LOCATION = { location: `http://127.0.0.1/v1/apps/my-app/operations/${OPERATION_ID}` };
export const OPERATION_PATH = `GET /v1/apps/my-app/operations/${OPERATION_ID}`;
/** Ends at the third question. */
export const slowly = (kind: OperationView["kind"], error: string | null = null) => {
  let questions = 0;
  return () => {
    questions += 1;
    const steps = OPERATION_STEPS[kind].length;
    return { body: questions < 3 ? operation(kind, questions) : operation(kind, error ? 3 : steps, error) };
  };
};

export const ADDED = {
  status: 201,
  headers: LOCATION,
  body: {
    addon: { ...ADDON, status: "provisioning" },
    message: "Database successfully created",
    variables: ["REDIS_URL", "SCALINGO_REDIS_URL"],
    operation_id: OPERATION_ID,
  },
};
export const ADD: Answers = {
  "GET /v1/addon_providers/redis/plans": { body: PLANS },
  "POST /v1/apps/my-app/addons": ADDED,
};

/** How often it was asked for. */
export const count = (entries: Asked[], path: string): number =>
  entries.filter((entry) => entry.path === path).length;
export const lines = (...all: string[]): string => `${all.join("\n")}\n`;
