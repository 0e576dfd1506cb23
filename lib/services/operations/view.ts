import type { OperationView } from "../../contract/operations";
import { tookEffectAt } from "../../core/operations/effect";
import { withoutLastLines } from "../../core/operations/last-lines";
import { allows } from "../../core/people/scopes";
import type { OperationRow } from "../../db/operations";
import type { Actor } from "../context";

/** An operation as browser and API see it; who only looks is not told what an app wrote. */
export const operationView = (row: OperationRow, { scope }: Pick<Actor, "scope">): OperationView => ({
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
      ? {
          reason: row.errorReason,
          message: allows(scope, "read") ? row.errorMessage : withoutLastLines(row.errorMessage),
        }
      : null,
  steps: row.steps.map(({ startedAt, finishedAt, ...step }) => ({
    ...step,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  })),
});
