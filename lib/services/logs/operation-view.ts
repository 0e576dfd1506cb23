import type { LogOperationView } from "../../contract/logs";
import type { OperationSpan } from "../../db/operation-spans";

/** More nobody chooses among. */
export const SHOWN_MAX = 20;

/** As it crosses to the page. */
export const logOperationView = ({ createdAt, finishedAt, ...rest }: OperationSpan): LogOperationView => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});
