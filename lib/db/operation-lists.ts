import type { Person } from "../core/people/person";
import { visibleTo } from "./apps";
import { ask, prisma, query } from "./client";
import { Prisma } from "./generated/client";
import { OPERATION_COLUMNS, type OperationRow, toOperationRow } from "./operations";

/** Those of the operations whose app the person may see, in no order. */
export async function listVisibleOperations(person: Person, ids: readonly string[]): Promise<OperationRow[]> {
  if (ids.length === 0) return [];
  const visible = await ask<{ id: string }>(Prisma.sql`
    SELECT o.id FROM operations o JOIN apps a ON a.id = o."appId"
    WHERE o.id = ANY(${[...ids]}::uuid[]) AND ${visibleTo(person)}`);
  const where = { id: { in: visible.map(({ id }) => id) } };
  const rows = await query(() => prisma().operation.findMany({ where, select: OPERATION_COLUMNS }));
  return rows.map(toOperationRow);
}
