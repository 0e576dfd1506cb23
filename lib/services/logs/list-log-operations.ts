import type { DatabaseInput } from "../../contract/databases";
import type { OperationKind } from "../../core/operations/state";
import { listOperationsOfDatabase } from "../../db/operations";
import { requireDatabase } from "../access";
import type { Context } from "../context";

const SHOWN_MAX = 20;

/** Operations that lines can be asked for, newest first. @throws DomainError `not_found`. */
export async function listLogOperations(
  ctx: Context,
  { resourceId }: DatabaseInput,
): Promise<{ id: string; kind: OperationKind; createdAt: string; finishedAt: string | null }[]> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const rows = await listOperationsOfDatabase(addon.databaseId, SHOWN_MAX);
  return rows.map(({ id, kind, createdAt, finishedAt }) => ({
    id,
    kind,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }));
}
