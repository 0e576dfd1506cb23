import type { Duplex } from "node:stream";
import { DomainError } from "../../core/errors";

const ANSWER_MS = 1_000;
/** A line of an answer may end with the second half. */
const PROMPT = "\n> ";

/** A conversation with HAProxy: a line of commands, then what it says to them, in order. */
export type Commands = {
  /** @throws DomainError `unavailable` when it does not answer within a second. */
  say(line: string): Promise<string>;
  close(): void;
};

export const doorSilent = (serviceName: string, cause?: unknown): DomainError =>
  new DomainError("unavailable", "gateway_silent", `The gateway ${serviceName} does not take commands.`, {
    cause,
  });

/** Answers are asked to end with a prompt, without which nobody could tell where one ends. */
export async function openCommands(stream: Duplex, serviceName: string): Promise<Commands> {
  const commands = conversation(stream, serviceName);
  try {
    await commands.say("prompt");
  } catch (error) {
    commands.close();
    throw error;
  }
  return commands;
}

function conversation(stream: Duplex, serviceName: string): Commands {
  let said = "";
  let waiting: { resolve: (answer: string) => void; reject: (error: Error) => void } | undefined;
  const end = (cause?: Error) => waiting?.reject(doorSilent(serviceName, cause));
  stream.on("error", end).on("close", () => end());
  stream.setEncoding("utf8").on("data", (piece: string) => {
    said += piece;
    if (!said.endsWith(PROMPT)) return;
    const answer = said.slice(0, -PROMPT.length);
    said = "";
    waiting?.resolve(answer);
  });
  return {
    say: async (line) => {
      if (stream.destroyed) throw doorSilent(serviceName);
      const late = setTimeout(() => stream.destroy(), ANSWER_MS);
      try {
        return await new Promise<string>((resolve, reject) => {
          waiting = { resolve, reject };
          stream.write(`${line}\n`);
        });
      } finally {
        waiting = undefined;
        clearTimeout(late);
      }
    },
    close: () => stream.destroy(),
  };
}
