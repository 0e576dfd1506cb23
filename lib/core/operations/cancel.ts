import type { OperationKind, StepStatus } from "./state";

type Running = {
  kind: OperationKind;
  finishedAt: Date | string | null;
  steps: readonly { name: string; status: StepStatus }[];
};

/** Whether people can end it before its time: an import, until its new data takes over. */
export const canBeCancelled = ({ kind, finishedAt, steps }: Running): boolean =>
  kind === "import" &&
  finishedAt === null &&
  steps.some(({ name, status }) => name === "fence-predecessor" && status === "pending");

/** Whether people can ask for the switch: an import that stays in step with its source. */
export const canBeSwitched = ({ kind, finishedAt, steps }: Running): boolean =>
  kind === "import" &&
  finishedAt === null &&
  steps.some(({ name, status }) => name === "stay-in-step" && status === "running");
