import { DomainError } from "../core/errors";

/** Runs an operator's command and ends the process: 0, or 1 with the reason on standard error; a stack only for what nobody expects. */
export async function runCommand(command: (print: (line: string) => void) => Promise<void>): Promise<never> {
  try {
    await command((line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
  process.exit(0);
}

function explain(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
