import { EXIT, type ExitCode } from "./exit-codes";

/** An expected end of a command: what happened and, in `details`, what to do. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exitCode: ExitCode;
  readonly details: readonly string[];
  /** What Berth calls the refusal; null where it did not answer one. */
  readonly code: string | null;
  constructor(
    exitCode: ExitCode,
    message: string,
    details: readonly string[] = [],
    code: string | null = null,
  ) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
    this.details = details;
  }
}

export const usageFailure = (message: string, ...details: string[]): Failure =>
  new Failure(EXIT.usage, message, details);
