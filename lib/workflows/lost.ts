import { DomainError } from "../core/errors";
import type { OperationKind } from "../core/operations/state";
import { loadDatabase } from "../db/databases";
import type { LostOperation } from "../db/lost-operations";
import { failRunningSteps } from "../db/operation-steps";
import { loadOperation } from "../db/operations";
import { failBackUp } from "./back-up";
import { failDeletion } from "./delete-app";
import type { Deps } from "./deps";
import { failDrill } from "./drill";
import { failHandOff } from "./hand-off";
import { failImport } from "./import-keys";
import { type Change, findChange, recordHandOff } from "./parts/change";
import { targetOfNode } from "./parts/database";
import { fail, WORKFLOW_LOST } from "./parts/ending";
import { failProvision } from "./provision";
import { failRemoval } from "./remove";
import { failReplacement } from "./replace-node";
import { failRestore } from "./restore";
import { failRotation } from "./rotate-password";
import { failFeature } from "./set-feature";
import { failSettings } from "./set-settings";
import { failStopFirst } from "./stop-first";
import { failUndo } from "./undo-change";

type Ending = (
  deps: Deps,
  operationId: string,
  input: { databaseId: string; error: unknown },
) => Promise<void>;

/** Steps within which the new node begins to serve. */
const TAKE_OVER_STEPS = ["cut-over", "open-node"];

const endAlone: Ending = (deps, operationId, { error }) => fail(deps, operationId, error);

/** One whose database serves, or is removed, has done what it was to do. */
const endUnless =
  (ended: "running" | "removed", ending: Ending): Ending =>
  async (deps, operationId, input) => {
    const { addon } = await loadDatabase(input.databaseId);
    await (addon.status === ended ? endAlone : ending)(deps, operationId, input);
  };

/** What the new node serves already is never taken away: the change counts as made, only its last steps are missing. */
const endChange =
  (ending: Ending): Ending =>
  async (deps, operationId, input) => {
    const change = await findChange(operationId);
    if (change?.to.status === "starting" && (await hasTakenOver(deps, change, operationId)))
      await recordHandOff(deps, operationId, null);
    await ending(deps, operationId, input);
  };

const ENDINGS: Record<OperationKind, Ending> = {
  provision: endUnless("running", failProvision),
  remove: endUnless("removed", failRemoval),
  "create-app": endAlone,
  deploy: endAlone,
  restart: endAlone,
  "delete-app": failDeletion,
  "change-plan": endChange(failHandOff),
  upgrade: endChange(failHandOff),
  move: endChange(failHandOff),
  "change-stop-first": endChange(failStopFirst),
  "undo-change": endChange(failUndo),
  restore: endChange(failRestore),
  import: endChange(failImport),
  "restore-new": endUnless("running", failProvision),
  "rotate-password": failRotation,
  "set-feature": failFeature,
  "set-settings": failSettings,
  "replace-node": failReplacement,
  "back-up": failBackUp,
  drill: failDrill,
};

/**
 * Ends an operation whose story was lost as its own failure would have ended it, and frees its database. Safe to repeat.
 * @throws DomainError `unavailable` while nobody can tell which of two nodes serves: then nothing is ended.
 */
export async function endLost(deps: Deps, operation: LostOperation): Promise<void> {
  const { id, kind, databaseId } = operation;
  const input = { databaseId: databaseId ?? "", error: workflowLost(operation) };
  await ENDINGS[kind](deps, id, input);
  await failRunningSteps(id);
}

/** The records do not say it yet. The step that was to do it may have been cut off at any point. */
async function hasTakenOver(deps: Deps, { database, to }: Change, operationId: string): Promise<boolean> {
  // On a host that is gone for good: the records came back without it.
  if (to.dataGoneAt) return false;
  const { steps } = await loadOperation(operationId);
  if (!steps.some(({ name, startedAt }) => startedAt && TAKE_OVER_STEPS.includes(name))) return false;
  return (await deps.replication.state(targetOfNode(deps, database, to))).isGatewayOn;
}

const CAUSES: Record<string, string> = {
  ERROR: "it met a fault that its steps do not know",
  MAX_RECOVERY_ATTEMPTS_EXCEEDED: "the worker ended again and again while it ran",
  CANCELLED: "somebody cancelled it",
};

const workflowLost = ({ id, workflowStatus }: LostOperation) =>
  new DomainError(
    "internal",
    WORKFLOW_LOST,
    `Berth cannot go on with this: ${CAUSES[workflowStatus ?? ""] ?? "the record of how far it was is gone"}. What it had not finished is taken back. Try it again; if it stays so, give your administrator this number, under which the worker's log tells more: ${id}.`,
  );
