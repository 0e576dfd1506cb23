import type { OperationView } from "@/lib/contract/operations";
import type { OperationKind } from "@/lib/core/operations/state";

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
  restart: ({ appName }) => ({
    unfinished: `Restarting ${appName}`,
    succeeded: `${appName} was restarted`,
    failed: `${appName} could not be restarted`,
  }),
  "delete-app": ({ appName }) => ({
    unfinished: `Deleting ${appName}`,
    succeeded: `${appName} was deleted`,
    failed: `${appName} could not be deleted`,
  }),
};

/** What an operation does, or did, in a few words. */
export function operationTitle(operation: OperationView): string {
  const words = WORDS[operation.kind](operation);
  switch (operation.status) {
    case "queued":
    case "running":
      return words.unfinished;
    case "succeeded":
      return words.succeeded;
    case "failed":
      return words.failed;
  }
}
