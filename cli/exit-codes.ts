/** What the process ends with, for scripts. */
export const EXIT = {
  done: 0,
  /** The operation failed, or something that nobody expected. */
  failed: 1,
  /** The command was written wrongly. */
  usage: 2,
  signedOut: 3,
  /** Berth said no: not there, not allowed, in conflict, not valid. */
  refused: 4,
  /** Berth does not answer, or asks to wait. */
  unavailable: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
