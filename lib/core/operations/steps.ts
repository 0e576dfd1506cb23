import type { OperationKind } from "./state";

/** The steps of each kind in their order. Names never change once released: running operations are resumed by them. */
export const OPERATION_STEPS = {
  provision: [
    "choose-host",
    "create-network",
    "store-secrets",
    "start-node",
    "start-gateway",
    "wait-for-node",
    "wait-for-gateway",
    "set-variables",
    "restart-app",
  ],
  remove: [
    "unset-variables",
    "restart-app",
    "save-data",
    "remove-gateway",
    "remove-node",
    "remove-secrets",
    "record-removal",
  ],
  restart: ["apply-service", "wait-for-containers"],
  "delete-app": ["remove-service", "remove-databases", "remove-network", "record-deletion"],
} as const satisfies Record<OperationKind, readonly string[]>;

export type StepName = (typeof OPERATION_STEPS)[OperationKind][number];

const STEP_LABELS: Record<StepName, string> = {
  "choose-host": "Choose a host with room",
  "create-network": "Prepare the app's network",
  "store-secrets": "Store configuration and passwords",
  "start-node": "Start Redis",
  "wait-for-node": "Wait for Redis to answer",
  "start-gateway": "Start the gateway",
  "wait-for-gateway": "Wait for an answer through the gateway",
  "set-variables": "Set the app's variables",
  "restart-app": "Restart the app",
  "unset-variables": "Remove the app's variables",
  "save-data": "Save the data a last time",
  "remove-gateway": "Remove the gateway",
  "remove-node": "Stop Redis and keep its volume",
  "remove-secrets": "Remove configuration and passwords",
  "record-removal": "Record the removal",
  "apply-service": "Hand the new settings to the engine",
  "wait-for-containers": "Wait for the new containers",
  "remove-service": "Stop the app's containers",
  "remove-databases": "Remove the app's databases",
  "remove-network": "Remove the app's network",
  "record-deletion": "Record the deletion",
};

/** What a person reads for a step; an unknown name (of a later version) is shown as it stands. */
export const stepLabel = (name: string): string =>
  name in STEP_LABELS ? STEP_LABELS[name as StepName] : name;
