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

/** Null for what is no failure. */
function explain(error: unknown): Failure | null {
  if (error instanceof Failure) return error;
  if (error instanceof CommanderError) return usageOf(error);
  if (error instanceof ZodError) return usageFailure(error.issues.map(({ message }) => message).join(" "));
  return new Failure(EXIT.failed, "Something went wrong in berth itself.", [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]);
}
