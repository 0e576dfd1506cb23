import { DomainError } from "../core/errors";
import { APP_START_KINDS, type OperationKind } from "../core/operations/state";
import { prisma, query } from "./client";

/** An operation without its steps: what it was, and when. */
export type OperationSpan = { id: string; kind: OperationKind; createdAt: Date; finishedAt: Date | null };

/** Of a database, or starts of an app's containers. */
type SpansOf = { databaseId: string } | { appId: string };

const COLUMNS = { id: true, kind: true, createdAt: true, finishedAt: true } as const;

const whereOf = (of: SpansOf) => ("appId" in of ? { ...of, kind: { in: [...APP_START_KINDS] } } : of);

/** The kind column holds only what `insertOperation` wrote. */
const ofKind = <T extends { kind: string }>(row: T) => ({ ...row, kind: row.kind as OperationKind });

/** @throws DomainError `not_found` when it is of something else, or there is none. */
export async function loadOperationSpan(of: SpansOf, id: string): Promise<OperationSpan> {
  const row = await query(() =>
    prisma().operation.findFirst({ where: { ...whereOf(of), id }, select: COLUMNS }),
  );
  if (row) return ofKind(row);
  throw new DomainError("not_found", "operation", "There is no such operation here.");
}

/** Newest first, `limit` at most. */
export async function listOperationSpans(of: SpansOf, limit: number): Promise<OperationSpan[]> {
  const where = whereOf(of);
  const rows = await query(() =>
    prisma().operation.findMany({ where, select: COLUMNS, orderBy: { createdAt: "desc" }, take: limit }),
  );
  return rows.map(ofKind);
}
