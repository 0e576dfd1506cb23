import type { OperationStatus } from "../../core/operations/state";
import { listOperationEnds } from "../../db/operation-ends";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";

/** Where an operation stands; `tookMs` once it has ended, `error` once it has failed. */
export type OperationEnd = { status: OperationStatus; tookMs: number | null; error: string | null };

/** How operations of an app stand or ended, by their ids; those that the app does not have are missing. @throws DomainError `not_found`. */
export async function listEnds(
  ctx: Context,
  { app: name, operationIds }: { app: string; operationIds: readonly string[] },
): Promise<ReadonlyMap<string, OperationEnd>> {
  requireScope(ctx, "read");
  const app = await requireApp(ctx, name);
  const ends = await listOperationEnds(app.id, operationIds);
  return new Map(
    ends.map(({ id, status, createdAt, finishedAt, errorMessage }) => [
      id,
      { status, tookMs: finishedAt && finishedAt.getTime() - createdAt.getTime(), error: errorMessage },
    ]),
  );
}
