import type { OperationKind } from "../core/operations/state";
import { prisma, query } from "./client";

export type LostOperation = {
  id: string;
  kind: OperationKind;
  appId: string;
  databaseId: string | null;
  /** How its workflow ended; null when there is none. */
  workflowStatus: string | null;
};

/**
 * Unfinished operations whose workflow will never go on: it ended with an error, was tried too often, or is not there. Both are
 * written in one transaction, and a workflow that ends well has finished its operation before.
 */
export async function listLostOperations(): Promise<LostOperation[]> {
  return query(
    () => prisma().$queryRaw<LostOperation[]>`
      SELECT o.id, o.kind, o."appId", o."databaseId", w.status AS "workflowStatus"
      FROM operations o LEFT JOIN dbos.workflow_status w ON w.workflow_uuid = o.id::text
      WHERE o."finishedAt" IS NULL
        AND (w.status NOT IN ('PENDING', 'ENQUEUED', 'DELAYED')
          OR (w.status IS NULL AND o."createdAt" < now() - interval '30 seconds'))`,
  );
}

/** Whether anything waits for a worker. */
export async function isAnyQueued(): Promise<boolean> {
  const [{ isAny }] = await query(
    () => prisma().$queryRaw<[{ isAny: boolean }]>`
      SELECT EXISTS (SELECT FROM dbos.workflow_status WHERE status = 'ENQUEUED') AS "isAny"`,
  );
  return isAny;
}
