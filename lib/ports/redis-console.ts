import type { CommandHelp } from "../core/console/command-help";
import type { Reply } from "../core/console/resp";
import type { CommandFlags } from "../core/console/rules";
import type { RedisTarget } from "./redis-admin";

/** One line of a console. `replyBytesMax` is how much of the reply is kept. */
export type ConsoleLine = {
  database: number;
  words: readonly Buffer[];
  replyBytesMax: number;
  /** Is told what the server says of the command, and throws what keeps it from being run; may answer before or after others. */
  admit: (flags: CommandFlags) => void;
};

/** `wholeBytes` is the reply as it came, also what was not kept. An error of the server is a reply. */
export type ConsoleReply = { reply: Reply; wholeBytes: number; ms: number };

/** A Redis that somebody types to, as the user of the target. */
export type RedisConsole = {
  /**
   * Asks the server what the command is, and runs it on that same connection, which ends with it. Never repeated: it may have been run
   * when the answer is lost. @throws DomainError as `RedisAdmin` does, `unavailable` reason `redis_slow` after ten seconds, and what
   * `admit` throws.
   */
  run(target: RedisTarget, line: ConsoleLine): Promise<ConsoleReply>;
  /** Every command of the server with its help, by name. */
  listCommands(target: RedisTarget): Promise<CommandHelp[]>;
};
