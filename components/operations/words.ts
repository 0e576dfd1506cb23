import type { OperationView } from "@/lib/contract/operations";
import { engineName } from "@/lib/core/engines/names";
import { featureOf } from "@/lib/core/features/features";
import { isFinished, type OperationChange, type OperationKind } from "@/lib/core/operations/state";

type Words = { unfinished: string; succeeded: string; failed: string };

const WORDS: Record<OperationKind, (operation: OperationView) => Words> = {
  provision: ({ resourceId }) => ({
    unfinished: `Setting up ${resourceId}`,
    succeeded: `${resourceId} is running`,
    failed: `${resourceId} could not be set up`,
  }),
  remove: ({ resourceId }) => ({
    unfinished: `Removing ${resourceId}`,
    succeeded: `${resourceId} was removed`,
    failed: `${resourceId} could not be removed`,
  }),
  "create-app": ({ appName }) => ({
    unfinished: `Starting ${appName} for the first time`,
    succeeded: `${appName} was created and runs`,
    failed: `${appName} was created, but did not start`,
  }),
  deploy: ({ appName }) => ({
    unfinished: `Deploying ${appName}`,
    succeeded: `${appName} was deployed`,
    failed: `${appName} could not be deployed`,
  }),
  restart: ({ appName }) => ({
    unfinished: `Restarting ${appName}`,
    succeeded: `${appName} was restarted`,
    failed: `${appName} could not be restarted`,
  }),
  "change-plan": (operation) => changeWords(operation),
  upgrade: (operation) => changeWords(operation),
  "change-stop-first": (operation) => changeWords(operation),
  move: ({ resourceId }) => ({
    unfinished: `Moving ${resourceId} to another host`,
    succeeded: `${resourceId} was moved to another host`,
    failed: `${resourceId} could not be moved to another host`,
  }),
  "undo-change": ({ resourceId }) => ({
    unfinished: `Undoing the last change of ${resourceId}`,
    succeeded: `The last change of ${resourceId} was undone`,
    failed: `The last change of ${resourceId} could not be undone`,
  }),
  restore: ({ resourceId }) => ({
    unfinished: `Restoring a backup into ${resourceId}`,
    succeeded: `${resourceId} has the data of the backup`,
    failed: `The backup could not be restored into ${resourceId}`,
  }),
  import: ({ resourceId }) => ({
    unfinished: `Importing another Redis into ${resourceId}`,
    succeeded: `${resourceId} has the imported data`,
    failed: `The other Redis could not be imported into ${resourceId}`,
  }),
  "restore-new": ({ resourceId }) => ({
    unfinished: `Setting up ${resourceId} from a backup`,
    succeeded: `${resourceId} is running with the data of the backup`,
    failed: `${resourceId} could not be set up from the backup`,
  }),
  "rotate-password": ({ resourceId }) => ({
    unfinished: `Giving ${resourceId} a new password`,
    succeeded: `${resourceId} has a new password`,
    failed: `The password of ${resourceId} could not be rotated`,
  }),
  "set-feature": ({ resourceId, feature }) => ({
    unfinished: `Switching ${feature ? featureWords(feature) : "a feature"} of ${resourceId}`,
    succeeded: `${feature ? featureWords(feature) : "A feature"} was switched for ${resourceId}`,
    failed: `${feature ? featureWords(feature) : "A feature"} could not be switched for ${resourceId}`,
  }),
  "set-settings": ({ resourceId }) => ({
    unfinished: `Changing settings of ${resourceId}`,
    succeeded: `Settings of ${resourceId} were changed`,
    failed: `Settings of ${resourceId} could not be changed`,
  }),
  "back-up": ({ resourceId }) => ({
    unfinished: `Backing up ${resourceId}`,
    succeeded: `${resourceId} was backed up`,
    failed: `${resourceId} could not be backed up`,
  }),
  "replace-node": ({ resourceId }) => ({
    unfinished: `Making a node of ${resourceId} anew on another host`,
    succeeded: `A node of ${resourceId} stands on another host`,
    failed: `No node of ${resourceId} could be made on another host`,
  }),
  drill: ({ resourceId }) => ({
    unfinished: `Trying to restore the newest backup of ${resourceId}`,
    succeeded: `The newest backup of ${resourceId} can be restored`,
    failed: `The newest backup of ${resourceId} could not be restored for a trial`,
  }),
  "delete-app": ({ appName }) => ({
    unfinished: `Deleting ${appName}`,
    succeeded: `${appName} was deleted`,
    failed: `${appName} could not be deleted`,
  }),
};

const featureWords = ({ name, isOn }: NonNullable<OperationView["feature"]>): string =>
  `"${featureOf(name).label}" ${isOn ? "on" : "off"}`;

function changeWords({ resourceId, change }: OperationView): Words {
  const what = change ? describeChange(change) : "a new plan";
  return {
    unfinished: `Changing ${resourceId} to ${what}`,
    succeeded: `${resourceId} was changed to ${what}`,
    failed: `${resourceId} could not be changed to ${what}`,
  };
}

/** Where a change goes, in a few words: "plan 2g", "Redis 8.0.2", or both. */
function describeChange(change: OperationChange): string {
  const { fromPlanId, toPlanId, fromVersion, toVersion, fromEngine, toEngine, toBuild } = change;
  const plan = fromPlanId === toPlanId ? [] : [`plan ${toPlanId}`];
  const isSame = fromVersion === toVersion && fromEngine === toEngine && !toBuild;
  const version = isSame ? [] : [`${engineName(toEngine)} ${toBuild ?? toVersion}`];
  return [...plan, ...version].join(" and ");
}

type Stage = "unfinished" | "in-effect" | "succeeded" | "failed";

/** How far an operation is for who asked for it: a change is in effect while its old Redis is still being stopped. */
export function stageOf({ status, tookEffectAt }: OperationView): Stage {
  if (isFinished(status)) return status === "failed" ? "failed" : "succeeded";
  return tookEffectAt ? "in-effect" : "unfinished";
}

/** What an operation does, or did, in a few words. */
export function operationTitle(operation: OperationView): string {
  const words = WORDS[operation.kind](operation);
  if (operation.tookEffectAt) return words.succeeded;
  return operation.status === "failed" ? words.failed : words.unfinished;
}

/** From where to where a change goes, for a title: "Plan 1g → 2g, Redis 7.0.15 → 8.0.2". */
export function changeTitle(change: OperationChange): string {
  const { fromPlanId, toPlanId } = change;
  const { fromBuild: from = change.fromVersion, toBuild: to = change.toVersion } = change;
  const plan = fromPlanId === toPlanId ? [] : [`Plan ${fromPlanId} → ${toPlanId}`];
  const { fromEngine, toEngine } = change;
  const next = fromEngine === toEngine ? to : `${engineName(toEngine)} ${to}`;
  const version = from === next ? [] : [`${engineName(fromEngine)} ${from} → ${next}`];
  return [...plan, ...version].join(", ");
}

const AT_WORK: Record<OperationKind, string | null> = {
  provision: null,
  remove: null,
  "create-app": null,
  deploy: "What ran before serves until the new container is up, unless both need the same port.",
  restart: null,
  "delete-app": null,
  "change-plan": "The database serves all the while.",
  upgrade: "The database serves all the while.",
  move: "The database serves all the while.",
  "change-stop-first": "The database does not answer between its stop and its start.",
  "undo-change": "The database does not answer for a moment.",
  restore:
    "The database serves its present data until the backup is loaded; then it does not answer for a moment.",
  import:
    "The database serves its present data until all keys are there; then it does not answer for a moment.",
  "restore-new": null,
  "rotate-password": "Both passwords are accepted all the while.",
  "set-feature": "The database serves all the while.",
  "set-settings": "The database serves all the while.",
  "replace-node": "The database serves all the while.",
  "back-up": "The database serves all the while.",
  drill: "The database serves all the while.",
};

/** What cannot be used while an unfinished operation runs, and that nobody has to wait for it. */
export const waitingNote = (operation: OperationView): string =>
  stageOf(operation) === "in-effect"
    ? "The old Redis is still being stopped: some seconds, which nobody has to wait for."
    : [AT_WORK[operation.kind], "It is safe to leave this page."].filter(Boolean).join(" ");

/** Why a database cannot be changed now: an unfinished operation of it; null when there is none. */
export function busyReason(operation: OperationView | null): string | null {
  if (!operation || isFinished(operation.status)) return null;
  return stageOf(operation) === "in-effect"
    ? "Not before the old Redis is stopped, some seconds from now."
    : `Not while this runs: ${operationTitle(operation)}.`;
}
