import type { StepDetail } from "../core/operations/state";
import { ask, prisma, query } from "./client";
import { Prisma } from "./generated/client";

/** A step that starts again (after a crash) keeps its first start time. */
export async function startStep({ operationId, name }: { operationId: string; name: string }): Promise<void> {
  await ask(Prisma.sql`
    UPDATE operation_steps
    SET status = 'running', "startedAt" = COALESCE("startedAt", ${new Date()}), "finishedAt" = NULL
    WHERE "operationId" = ${operationId}::uuid AND name = ${name}`);
}

export async function finishStep(
  { operationId, name }: { operationId: string; name: string },
  status: "succeeded" | "failed",
): Promise<void> {
  await ask(Prisma.sql`
    UPDATE operation_steps SET status = ${status}::"StepStatus", "finishedAt" = ${new Date()}
    WHERE "operationId" = ${operationId}::uuid AND name = ${name} AND status = 'running'`);
}

/** Notes how far a step is, or what it measured. */
export async function setStepDetail(
  key: { operationId: string; name: string },
  detail: StepDetail,
): Promise<void> {
  await query(() => prisma().operationStep.updateMany({ where: key, data: { detail } }));
}

/** Steps that were cut off end with their operation. */
export async function failRunningSteps(operationId: string): Promise<void> {
  await query(() =>
    prisma().operationStep.updateMany({
      where: { operationId, status: "running" },
      data: { status: "failed", finishedAt: new Date() },
    }),
  );
}
