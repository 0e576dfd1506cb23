import { retry } from "../../../time/wait";
import { isLeaving } from "./translate";

/** So long as something may take to leave the engine. */
export const LEAVE_WAIT_MS = 20_000;

/** Removes what something that is just leaving may hold for a moment longer. @throws DomainError `conflict` when it stays. */
export const onceLeft = (remove: () => Promise<void>): Promise<void> =>
  retry(remove, { timeoutMs: LEAVE_WAIT_MS, passes: isLeaving });
