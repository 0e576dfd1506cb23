import type { StepDetail } from "../core/operations/state";
import { prisma, query } from "./client";

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

/** Steps that were cut off end with their operation. */
export async function failRunningSteps(operationId: string): Promise<void> {
  await query(() =>
    prisma().operationStep.updateMany({
      where: { operationId, status: "running" },
      data: { status: "failed", finishedAt: new Date() },
    }),
  );
}
