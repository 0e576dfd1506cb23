import type { OperationKind } from "./state";

/** Replacing the active node by one that has followed it. */
const HAND_OFF = [
  "choose-host",
  "store-secrets",
  "start-node",
  "wait-for-node",
  "start-replication",
  "wait-for-sync",
  "prove-disk",
  "cut-over",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "stop-predecessor",
] as const;

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
  "change-plan": HAND_OFF,
  upgrade: HAND_OFF,
  "change-stop-first": [
    "choose-host",
    "store-secrets",
    "save-data",
    "fence-predecessor",
    "save-last-writes",
    "stop-predecessor",
    "copy-data",
    "start-node",
    "wait-for-node",
    "check-data",
    "open-node",
    "record-hand-off",
    "apply-gateway",
    "prove",
    "restart-app",
  ],
  "undo-change": [
    "start-node",
    "wait-for-node",
    "fence-predecessor",
    "open-node",
    "record-hand-off",
    "apply-gateway",
    "prove",
    "restart-app",
    "stop-predecessor",
  ],
} as const satisfies Record<OperationKind, readonly string[]>;

/** Names of the steps of operations of that kind. Stored: they never change once released. */
export type StepOf<K extends OperationKind> = (typeof OPERATION_STEPS)[K][number];
type StepName = StepOf<OperationKind>;

/** Steps of every story, which no person watches. */
export type FrameStep = "begin" | "roll-back" | "succeed" | "fail";

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
  "save-data": "Save the data",
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
  "start-replication": "Let the new Redis follow the old one",
  "wait-for-sync": "Copy the data while the old one serves",
  "prove-disk": "Save the copy to prove that there is room on the disk",
  "cut-over": "Hand over to the new Redis",
  "record-hand-off": "Record the hand-over",
  "apply-gateway": "Set the gateway's connection limit",
  prove: "Prove the new Redis: it answers and has its version and size",
  "stop-predecessor": "Stop the old Redis and keep its data for a day",
  "fence-predecessor": "Let no client write on the old Redis any more",
  "save-last-writes": "Save the last writes",
  "copy-data": "Copy the data to the new volume",
  "check-data": "Compare the keys",
  "open-node": "Open the new Redis to clients",
};

/** What a person reads for a step; an unknown name (of a later version) is shown as it stands. */
export const stepLabel = (name: string): string =>
  name in STEP_LABELS ? STEP_LABELS[name as StepName] : name;

const OPERATION_LABELS: Record<OperationKind, string> = {
  provision: "Make the database",
  remove: "Remove the database",
  restart: "Restart the app",
  "delete-app": "Delete the app",
  "change-plan": "Change plan",
  upgrade: "Upgrade Redis",
  "change-stop-first": "Change with a stop",
  "undo-change": "Undo the last change",
};

/** What a person reads for an operation. */
export const operationLabel = (kind: OperationKind): string => OPERATION_LABELS[kind];
