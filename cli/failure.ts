import { EXIT, type ExitCode } from "./exit-codes";

/** An expected end of a command: what happened and, in `details`, what to do. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exitCode: ExitCode;
  readonly details: readonly string[];
  constructor(exitCode: ExitCode, message: string, details: readonly string[] = []) {
    super(message);
    this.exitCode = exitCode;
    this.details = details;
  }
}

export const usageFailure = (message: string, ...details: string[]): Failure =>
  new Failure(EXIT.usage, message, details);
