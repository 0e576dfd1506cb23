import { ZodError } from "zod";
import { EXIT, type ExitCode } from "./exit-codes";
import { Failure, usageFailure } from "./failure";
import { closeConnections } from "./http";
import { CommanderError, runProgram, usageOf } from "./program";
import { closePrompt } from "./prompt";
import { processTerminal } from "./terminal";

// A reader that has seen enough (`berth env | head -1`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  throw error;
});
void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

async function run(words: string[]): Promise<ExitCode> {
  try {
    await runProgram(words);
    return EXIT.done;
  } catch (error) {
    const failure = explain(error);
    if (failure) processTerminal({ noColour: true }).fail(failure);
    return failure?.exitCode ?? EXIT.done;
  } finally {
    closeConnections();
    closePrompt();
  }
}

/** A file of the person's own that is a folder, or that may not be read or written. */
const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error &&
  "code" in error &&
  /^(EACCES|EISDIR|ENOSPC|ENOTDIR|EPERM|EROFS|ERR_FS_EISDIR)$/.test(String(error.code));

/** Null for what is no failure. */
function explain(error: unknown): Failure | null {
  if (error instanceof Failure) return error;
  if (error instanceof CommanderError) return usageOf(error);
  if (error instanceof ZodError) return usageFailure(error.issues.map(({ message }) => message).join(" "));
  if (isFileError(error))
    return new Failure(EXIT.failed, `A file cannot be read or written: ${error.message}`);
  return new Failure(EXIT.failed, "Something went wrong in berth itself.", [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]);
}
