import type { SwitchWait } from "../imports/switch";

/** Operations that replace the node of a database that serves: one that fails may leave it closed to clients. */
export const CHANGE_KINDS = [
  "change-plan",
  "upgrade",
  "move",
  "change-stop-first",
  "undo-change",
  "restore",
  "import",
] as const;

/** Operations that start an app's containers anew: one at a time. */
export const APP_START_KINDS = ["create-app", "deploy", "restart"] as const;

/** What an operation does; also the name of its workflow. */
export const OPERATION_KINDS = [
  "provision",
  "remove",
  ...APP_START_KINDS,
  "delete-app",
  "restore-new",
  ...CHANGE_KINDS,
  "rotate-password",
  "set-feature",
  "set-settings",
  "replace-node",
  "back-up",
  "drill",
] as const;
/** One of OPERATION_KINDS. Stored: a name never changes once released. */
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** Operations beside which nobody changes who may sign in: they make a node, or passwords, of what the records said before. */
export const USER_KINDS = [...CHANGE_KINDS, "remove", "rotate-password", "replace-node"] as const;

/** True for a kind of APP_START_KINDS. */
export const isAppStart = (kind: string): boolean => (APP_START_KINDS as readonly string[]).includes(kind);

/** States of an operation in their order; the last two are ends. */
export const OPERATION_STATUSES = ["queued", "running", "succeeded", "failed"] as const;
/** One of OPERATION_STATUSES. */
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** States of a step; one that was never reached stays `pending`. */
export const STEP_STATUSES = ["pending", "running", "succeeded", "failed"] as const;
/** One of STEP_STATUSES. */
export type StepStatus = (typeof STEP_STATUSES)[number];

/** True once nothing more will happen. */
export const isFinished = (status: OperationStatus): boolean => status === "succeeded" || status === "failed";

/** What a change goes from and to. */
export type OperationChange = {
  fromPlanId: string;
  toPlanId: string;
  fromVersion: string;
  toVersion: string;
  /** Unless both are the first engine. */
  fromEngine?: string | undefined;
  toEngine?: string | undefined;
  /** Where the version stays and its build changes. */
  fromBuild?: string | undefined;
  toBuild?: string | undefined;
};

/** The nodes that a change goes from and to. */
export type ChangedNodes = { fromNodeId: string; toNodeId: string };

/** How far a step is (`leftBytes` of about `totalBytes`, or `leftKeys` of `totalKeys`), what it measured (how long writes were held), why it chose that host of several, or how far behind a source it is (null while it is not in step, with what kept it from switching, and what a switch that was asked for waits for). */
export type StepDetail =
  | { leftBytes: number; totalBytes: number }
  | { leftKeys: number; totalKeys: number }
  | { pauseMs: number }
  | {
      lagBytes: number | null;
      lagSeconds: number;
      keys: number | null;
      problem: string | null;
      problemAt: string | null;
      waitsFor?: SwitchWait | null | undefined;
    }
  | { hostName: string; freeBytes: number; hosts: number };
