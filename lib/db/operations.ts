import { DomainError } from "../core/errors";
import type {
  OperationChange,
  OperationKind,
  OperationStatus,
  StepDetail,
  StepStatus,
} from "../core/operations/state";
import { OPERATION_STEPS, operationLabel } from "../core/operations/steps";
import { isUniqueViolation, prisma, query, type Tx } from "./client";
import { OPERATIONS_CHANNEL } from "./notices";

/** Queue of every operation; workers register it under this name. */
export const OPERATIONS_QUEUE = "operations";

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

const COLUMNS = {
  id: true,
  kind: true,
  status: true,
  appId: true,
  databaseId: true,
  errorReason: true,
  errorMessage: true,
  change: true,
  createdAt: true,
  finishedAt: true,
  app: { select: { name: true } },
  database: { select: { addon: { select: { resourceId: true } } } },
  steps: {
    select: { name: true, status: true, detail: true, startedAt: true, finishedAt: true },
    orderBy: { position: "asc" },
  },
} as const;

type Selected = Omit<OperationRow, "kind" | "appName" | "resourceId" | "change" | "steps"> & {
  kind: string;
  change: unknown;
  steps: (Omit<OperationRow["steps"][number], "detail"> & { detail: unknown })[];
  app: { name: string };
  database: { addon: { resourceId: string } } | null;
};

/** The columns kind, change and detail hold only what the functions below wrote, so the casts are safe. */
const toRow = ({ app, database, kind, change, steps, ...row }: Selected): OperationRow => ({
  ...row,
  kind: kind as OperationKind,
  change: change as OperationChange | null,
  steps: steps.map((step) => ({ ...step, detail: step.detail as StepDetail | null })),
  appName: app.name,
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
    databaseId: string | null;
    actorId: string | null;
    change?: OperationChange;
  },
): Promise<void> {
  try {
    await tx.operation.create({
      data: {
        ...row,
        steps: { create: OPERATION_STEPS[row.kind].map((name, position) => ({ name, position })) },
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

/** Names what is in the way. Asked outside of the transaction, which the refusal has ended. */
async function operationRunning(
  { appId, databaseId }: { appId: string; databaseId: string | null },
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
  const row = await query(() => prisma().operation.findFirst({ where: key, select: COLUMNS }));
  return row && toRow(row);
}

/** For workflows, which run for no person. */
export async function loadOperation(id: string): Promise<OperationRow> {
  return toRow(await query(() => prisma().operation.findUniqueOrThrow({ where: { id }, select: COLUMNS })));
}

/** Marks the operation as running; safe to repeat. */
export async function startOperation(id: string): Promise<void> {
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

/** A step that starts again (after a crash) keeps its first start time. */
export async function startStep(key: { operationId: string; name: string }): Promise<void> {
  await query(async () => {
    await prisma().operationStep.updateMany({
      where: { ...key, startedAt: null },
      data: { startedAt: new Date() },
    });
    await prisma().operationStep.updateMany({ where: key, data: { status: "running", finishedAt: null } });
  });
}

export async function finishStep(
  key: { operationId: string; name: string },
  status: "succeeded" | "failed",
): Promise<void> {
  await query(() =>
    prisma().operationStep.updateMany({
      where: { ...key, status: "running" },
      data: { status, finishedAt: new Date() },
    }),
  );
}

/** Notes how far a step is, or what it measured. */
export async function setStepDetail(
  key: { operationId: string; name: string },
  detail: StepDetail,
): Promise<void> {
  await query(() => prisma().operationStep.updateMany({ where: key, data: { detail } }));
}

/** The unfinished operation of an app's containers or its deletion, else the last one; null when there was none. */
export async function findLastAppOperation(
  appId: string,
): Promise<{ id: string; kind: string; status: OperationStatus } | null> {
  return query(() =>
    prisma().operation.findFirst({
      where: { appId, kind: { in: ["restart", "delete-app"] } },
      orderBy: { createdAt: "desc" },
      select: { id: true, kind: true, status: true },
    }),
  );
}
