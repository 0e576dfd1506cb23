import { randomUUID } from "node:crypto";
import type { OperationView } from "../../contract/operations";
import type { EventDetail } from "../../core/events/events";
import type { ChangedNodes, OperationChange, OperationKind } from "../../core/operations/state";
import type { StepOf } from "../../core/operations/steps";
import type { SourceChange } from "../../db/app-sources";
import type { AppRow } from "../../db/apps";
import type { Tx } from "../../db/client";
import { insertEvent } from "../../db/events";
import { listNodeStates } from "../../db/nodes";
import { type FeatureChange, insertOperation, loadOperation, type SettingsChange } from "../../db/operations";
import { changeApp, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { assertPossible } from "../databases/assert-possible";
import { operationView } from "./view";

type NewOperation = {
  kind: OperationKind;
  databaseId?: string;
  change?: OperationChange & ChangedNodes;
  /** What a restore restores. */
  backupId?: string;
  /** Which feature it switches, and how. */
  feature?: FeatureChange;
  /** What it sets. */
  settings?: SettingsChange;
  /** What it deploys. */
  source?: SourceChange;
  /** What it has nothing to do in. */
  withoutSteps?: readonly StepOf<OperationKind>[];
  events: readonly EventDetail[];
  /** What is written before the operation: its refusals come before that of an operation that runs. */
  before?: (tx: Tx) => Promise<unknown>;
  /** What is written after it. */
  after?: (tx: Tx, operationId: string) => Promise<unknown>;
};

/**
 * Begins an operation of an app that the caller has the right to: it, its events and what it begins with are written together, or
 * nothing is. What it is may depend on the app as it is then. @throws DomainError as `changeApp` does; `conflict` reason `operation_running`,
 * and `highly_available` for what cannot be done with such a database.
 */
export async function startOperation(
  ctx: Context,
  { id: appId }: Pick<AppRow, "id">,
  begin: NewOperation | ((app: AppRow) => NewOperation),
): Promise<OperationView> {
  requireScope(ctx, "write");
  const operationId = randomUUID();
  const actorId = ctx.actor.userId;
  await changeApp(ctx, appId, async (tx, app) => {
    const { events, before, after, ...operation } = typeof begin === "function" ? begin(app) : begin;
    const { databaseId } = operation;
    await before?.(tx);
    if (databaseId) assertPossible(operation.kind, await listNodeStates(tx, databaseId));
    await insertOperation(tx, { id: operationId, appId, actorId, ...operation });
    await after?.(tx, operationId);
    for (const event of events)
      await insertEvent(tx, { appId, databaseId, operationId, ...doneBy(ctx) }, event);
  });
  return operationView(await loadOperation(operationId), ctx.actor);
}
