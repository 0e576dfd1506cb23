import type { OperationStatus } from "../core/operations/state";
import { prisma, query } from "./client";

export type OperationEndRow = {
  id: string;
  status: OperationStatus;
  createdAt: Date;
  finishedAt: Date | null;
  errorMessage: string | null;
};

/** How operations of the app stand, those among `ids` that it has; in no order. */
export const listOperationEnds = (appId: string, ids: readonly string[]): Promise<OperationEndRow[]> =>
  query(() =>
    prisma().operation.findMany({
      where: { appId, id: { in: [...ids] } },
      select: { id: true, status: true, createdAt: true, finishedAt: true, errorMessage: true },
    }),
  );
