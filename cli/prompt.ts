import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";

/** A line of standard input; the question goes to standard error. @throws Failure when there is none. */
export const readLine = (question: string): Promise<string> => ask(question, process.stderr);

/** The same for what nobody should see: on a terminal it is not shown. */
export async function readHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const line = await ask("", new Writable({ write: (_chunk, _encoding, done) => done() }));
  if (process.stdin.isTTY) process.stderr.write("\n");
  return line;
}

function ask(question: string, output: NodeJS.WritableStream): Promise<string> {
  return process.stdin.isTTY ? askTerminal(question, output) : nextPipedLine();
}

const nothing = () => new Failure(EXIT.usage, "Nothing was typed.");

function askTerminal(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  return new Promise<string>((resolve, reject) => {
    lines.once("close", () => reject(nothing())).once("SIGINT", () => lines.close());
    lines.question(question, resolve);
  }).finally(() => lines.close());
}

let piped: { lines: Interface; next: AsyncIterator<string> } | undefined;

/** One reader for all questions: it may have read more than a line by the time it gives the first. */
async function nextPipedLine(): Promise<string> {
  if (!piped) {
    const lines = createInterface({ input: process.stdin });
    piped = { lines, next: lines[Symbol.asyncIterator]() };
  }
  const { done, value } = await piped.next.next();
  if (done) throw nothing();
  return value;
}

/** Lets the process end: standard input would hold it up. */
export const closePrompt = (): void => piped?.lines.close();
