import { DomainError } from "../core/errors";
import type { FeatureName, FeatureSetting } from "../core/features/features";
import {
  APP_START_KINDS,
  type ChangedNodes,
  type OperationChange,
  type OperationKind,
  type OperationStatus,
  type StepDetail,
  type StepStatus,
} from "../core/operations/state";
import { OPERATION_STEPS, operationLabel } from "../core/operations/steps";
import type { KnownSettings } from "../core/settings/settings";
import type { SourceChange } from "./app-sources";
import { isUniqueViolation, prisma, query, type Tx } from "./client";
import type { Prisma } from "./generated/client";
import { OPERATIONS_CHANNEL } from "./notices";

/** Queue of every operation; workers register it under this name. */
export const OPERATIONS_QUEUE = "operations";

/** A feature, what it is switched to and what it was before. */
export type FeatureChange = { name: FeatureName; wanted: FeatureSetting; former: FeatureSetting };

/** What is set, and everything as it was before. */
export type SettingsChange = { wanted: KnownSettings; former: KnownSettings };

export type OperationRow = {
  id: string;
  kind: OperationKind;
  status: OperationStatus;
  appId: string;
  appName: string;
  databaseId: string | null;
  resourceId: string | null;
  errorReason: string | null;
  errorMessage: string | null;
  change: OperationChange | null;
  /** Of a change; null for one that an earlier version began, which did not note them. */
  nodes: ChangedNodes | null;
  /** Of a restore: what is restored. */
  backupId: string | null;
  /** Of a switch of a feature. */
  feature: FeatureChange | null;
  settings: SettingsChange | null;
  /** Of a deployment; null for one that an earlier version began. */
  source: SourceChange | null;
  /** Null for Berth itself. */
  actorId: string | null;
  /** Null too once that account is gone. */
  actorEmail: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  steps: {
    name: string;
    status: StepStatus;
    detail: StepDetail | null;
    startedAt: Date | null;
    finishedAt: Date | null;
  }[];
};

/** What `toOperationRow` reads. */
export const OPERATION_COLUMNS = {
  id: true,
  kind: true,
  status: true,
  appId: true,
  databaseId: true,
  errorReason: true,
  errorMessage: true,
  change: true,
  actorId: true,
  createdAt: true,
  finishedAt: true,
  app: { select: { name: true } },
  actor: { select: { email: true } },
  database: { select: { addon: { select: { resourceId: true } } } },
  steps: {
    select: { name: true, status: true, detail: true, startedAt: true, finishedAt: true },
    orderBy: { position: "asc" },
  },
} as const;

type Selected = Omit<
  OperationRow,
  "kind" | "appName" | "actorEmail" | "resourceId" | keyof Stored | "steps"
> & {
  kind: string;
  change: unknown;
  steps: (Omit<OperationRow["steps"][number], "detail"> & { detail: unknown })[];
  app: { name: string };
  actor: { email: string } | null;
  database: { addon: { resourceId: string } } | null;
};

type Stored = Pick<OperationRow, "change" | "nodes" | "backupId" | "feature" | "settings" | "source">;
type StoredChange = OperationChange &
  ChangedNodes & { [K in "backupId" | "feature" | "settings" | "source"]: NonNullable<OperationRow[K]> };

/** One column holds what an operation is about: a change, its nodes, a backup, a feature; or some of it. */
function readChange(stored: Partial<StoredChange> | null): Stored {
  const { fromPlanId, toPlanId, fromVersion, toVersion, fromNodeId, toNodeId, backupId } = stored ?? {};
  const { fromEngine, toEngine, fromBuild, toBuild } = stored ?? {};
  return {
    change:
      fromPlanId && toPlanId && fromVersion && toVersion
        ? {
            ...{ fromPlanId, toPlanId, fromVersion, toVersion },
            ...(toEngine && { fromEngine, toEngine }),
            ...(toBuild && { fromBuild, toBuild }),
          }
        : null,
    nodes: fromNodeId && toNodeId ? { fromNodeId, toNodeId } : null,
    backupId: backupId ?? null,
    feature: stored?.feature ?? null,
    settings: stored?.settings ?? null,
    source: stored?.source ?? null,
  };
}

/** The columns kind, change and detail hold only what the functions below wrote, so the casts are safe. */
export const toOperationRow = ({
  app,
  actor,
  database,
  kind,
  change,
  steps,
  ...row
}: Selected): OperationRow => ({
  ...row,
  kind: kind as OperationKind,
  ...readChange(change as Parameters<typeof readChange>[0]),
  steps: steps.map((step) => ({ ...step, detail: step.detail as StepDetail | null })),
  appName: app.name,
  actorEmail: actor?.email ?? null,
  resourceId: database?.addon.resourceId ?? null,
});

/**
 * Writes an operation with its pending steps and enqueues its workflow, all in the caller's transaction, so that neither exists
 * without the other.
 * @throws DomainError `conflict` when the database (or, for a deletion, the app) has an unfinished one.
 */
export async function insertOperation(
  tx: Tx,
  row: {
    id: string;
    kind: OperationKind;
    appId: string;
    databaseId?: string | null | undefined;
    /** Null for Berth itself. */
    actorId: string | null;
    change?: (OperationChange & ChangedNodes) | undefined;
    /** What a restore restores. */
    backupId?: string | undefined;
    /** Which feature is switched, and how. */
    feature?: FeatureChange | undefined;
    settings?: SettingsChange | undefined;
    source?: SourceChange | undefined;
    /** Names of steps that this one has nothing to do in: people do not watch them. */
    withoutSteps?: readonly string[] | undefined;
  },
): Promise<void> {
  const { change, backupId, feature, settings, source, withoutSteps = [], ...columns } = row;
  const about = {
    ...change,
    ...(backupId && { backupId }),
    ...(feature && { feature }),
    ...(settings && { settings }),
    ...(source && { source }),
  };
  const names = OPERATION_STEPS[row.kind].filter((name) => !withoutSteps.includes(name));
  try {
    await tx.operation.create({
      data: {
        ...columns,
        // What it is about is JSON by its types, which Prisma's own type of JSON cannot say.
        ...(Object.keys(about).length > 0 && { change: about as Prisma.InputJsonObject }),
        steps: { create: names.map((name, position) => ({ name, position })) },
      },
      select: { id: true },
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw await operationRunning(row, error);
  }
  await tx.$queryRaw`
    SELECT dbos.enqueue_workflow(
      workflow_name => ${row.kind}, queue_name => ${OPERATIONS_QUEUE},
      positional_args => ARRAY[to_json(${row.id}::text)], workflow_id => ${row.id}),
      pg_notify(${OPERATIONS_CHANNEL}, '')::text`;
}

/** @throws DomainError `conflict` while an operation of one of these kinds is unfinished. Call it with the app locked, so that none begins. */
export async function assertNoOperation(
  tx: Tx,
  { appId, databaseId, kinds }: { appId: string; databaseId: string | null; kinds: readonly OperationKind[] },
): Promise<void> {
  const where = { appId, databaseId, finishedAt: null, kind: { in: [...kinds] } };
  if ((await tx.operation.count({ where })) > 0)
    throw await operationRunning({ appId, databaseId }, undefined);
}

/** Names what is in the way. Asked outside of the transaction, which the refusal has ended. */
async function operationRunning(
  { appId, databaseId = null }: { appId: string; databaseId?: string | null | undefined },
  cause: unknown,
): Promise<DomainError> {
  const first = await query(() =>
    prisma().operation.findFirst({
      where: { appId, databaseId, finishedAt: null },
      select: { kind: true, steps: { where: { status: "running" }, select: { name: true } } },
    }),
  );
  // The kind column holds only what `insertOperation` wrote.
  const what = first ? `"${operationLabel(first.kind as OperationKind)}"` : "Something";
  // A change with a stop takes this step before its new node serves.
  const isTidying =
    first?.kind !== "change-stop-first" && first?.steps.some(({ name }) => name === "stop-predecessor");
  const message = isTidying
    ? `${what} has only to stop the old Redis; the new one serves. Wait some seconds, then try again.`
    : `${what} is still running here. Wait until it has ended, then try again.`;
  return new DomainError("conflict", "operation_running", message, { cause });
}

/** Null when there is none of that id for that app. */
export async function findOperation(key: { appId: string; id: string }): Promise<OperationRow | null> {
  const row = await query(() => prisma().operation.findFirst({ where: key, select: OPERATION_COLUMNS }));
  return row && toOperationRow(row);
}

/** For workflows, which run for no person. */
export async function loadOperation(id: string): Promise<OperationRow> {
  return toOperationRow(
    await query(() => prisma().operation.findUniqueOrThrow({ where: { id }, select: OPERATION_COLUMNS })),
  );
}

/** Marks the operation as running; safe to repeat. */
export async function setOperationRunning(id: string): Promise<void> {
  await query(() =>
    prisma().operation.updateMany({
      where: { id, status: "queued" },
      data: { status: "running", startedAt: new Date() },
    }),
  );
}

/** Ends the operation; an ended one stays as it is, and steps that never ran or were cut short are marked with it. */
export async function finishOperation(
  tx: Tx,
  id: string,
  error: { reason: string; message: string } | null,
): Promise<void> {
  await tx.operation.updateMany({
    where: { id, status: { in: ["queued", "running"] } },
    data: {
      status: error ? "failed" : "succeeded",
      finishedAt: new Date(),
      errorReason: error?.reason ?? null,
      errorMessage: error?.message ?? null,
    },
  });
}

/** The unfinished operation of an app's containers or its deletion, else the last one; null when there was none. */
export async function findLastAppOperation(
  appId: string,
): Promise<{ id: string; kind: string; status: OperationStatus } | null> {
  return query(() =>
    prisma().operation.findFirst({
      where: { appId, kind: { in: [...APP_START_KINDS, "delete-app"] } },
      orderBy: { createdAt: "desc" },
      select: { id: true, kind: true, status: true },
    }),
  );
}

/** How many operations there are of each kind and state. */
export async function countOperations(): Promise<{ kind: string; status: string; count: number }[]> {
  const rows = await query(() =>
    prisma().operation.groupBy({ by: ["kind", "status"], _count: { _all: true } }),
  );
  return rows.map(({ kind, status, _count }) => ({ kind, status, count: _count._all }));
}

/** True while an operation of any of the app's databases has not ended. */
export async function hasUnfinishedDatabaseOperation(appId: string): Promise<boolean> {
  return query(
    async () =>
      (await prisma().operation.count({ where: { appId, databaseId: { not: null }, finishedAt: null } })) > 0,
  );
}
