import type { OperationView } from "../../contract/operations";
import { tookEffectAt } from "../../core/operations/effect";
import type { OperationRow } from "../../db/operations";

/** An operation as browser and API see it. */
export const operationView = (row: OperationRow): OperationView => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  appId: row.appId,
  appName: row.appName,
  resourceId: row.resourceId,
  actorEmail: row.actorEmail,
  change: row.change,
  backupId: row.backupId,
  feature: row.feature && { name: row.feature.name, isOn: row.feature.wanted.isOn },
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  tookEffectAt: tookEffectAt(row)?.toISOString() ?? null,
  error:
    row.errorReason !== null && row.errorMessage !== null
      ? { reason: row.errorReason, message: row.errorMessage }
      : null,
  steps: row.steps.map(({ startedAt, finishedAt, ...step }) => ({
    ...step,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  })),
});
