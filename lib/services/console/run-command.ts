import { type JsonReply, jsonReply } from "../../core/console/json-reply";
import type { ConsoleOutcome } from "../../core/console/outcome";
import { type CommandFlags, judgeCommand } from "../../core/console/rules";
import { shownCommand } from "../../core/console/shown";
import { splitLine } from "../../core/console/words";
import { DomainError } from "../../core/errors";
import { allows } from "../../core/people/scopes";
import { MIB } from "../../core/units";
import { noteEvent } from "../../db/events";
import { requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { reachData } from "../databases/reach-data";
import { isUnlocked } from "./unlock";

/** Of a reply so much is shown; how large the whole of it was is told. */
const REPLY_BYTES_MAX = MIB;

/** A line as `redis-cli` reads it, for a database by its number. `unlock` lets it write, `confirm` says again what destroys. */
export type CommandInput = {
  resourceId: string;
  database: number;
  line: string;
  unlock?: string | undefined;
  confirm?: string | undefined;
};

/** `wholeBytes` is the reply as Redis sent it. */
export type CommandAnswer = { reply: JsonReply; wholeBytes: number; ms: number };

/**
 * Runs one line as the database's own user, and notes it on the timeline, also one that is refused. Reading rights are enough for what
 * the server itself flags as reading. @throws DomainError `not_found`; `invalid` reason `line`, `command_refused`; `forbidden` reason
 * `console_locked`, `scope`; `conflict` reason `unconfirmed`, `not_running`; `unavailable`.
 */
export async function runCommand(ctx: Context, input: CommandInput): Promise<CommandAnswer> {
  requireScope(ctx, "read");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const words = wordsOf(input.line);
  const { owner } = await reachData(ctx, addon);
  const { actor, signer } = ctx;
  const mayWrite = allows(actor.scope, "write") && (await isUnlocked(signer, input.unlock, { actor, addon }));
  const { database, confirm } = input;
  const { resourceId } = addon;
  const command = shownCommand(words.map(String));
  const note = (outcome: ConsoleOutcome, ms: number) =>
    noteEvent(
      { appId: app.id, ...doneBy(ctx) },
      {
        type: "console_command",
        data: { resourceId, database, command, outcome, ms: Math.round(ms * 10) / 10 },
      },
    );
  // Null until the server has said what the command is: nothing was run before.
  const fate: { lost: ConsoleOutcome | null } = { lost: null };
  const admit = (flags: CommandFlags): void => {
    fate.lost = "refused";
    assertAllowed(words, flags, { isUnlocked: mayWrite, confirm });
    // From here on it may have been run, whatever becomes of its answer.
    fate.lost = "unanswered";
  };
  const startedAt = performance.now();
  const line = { database, words, replyBytesMax: REPLY_BYTES_MAX, admit };
  const told = await ctx.redisData.console.run(owner, line).catch(async (error: unknown) => {
    if (fate.lost !== null) await note(fate.lost, performance.now() - startedAt);
    throw error;
  });
  await note(told.reply.type === "error" ? "error" : "done", told.ms);
  return { reply: jsonReply(told.reply), wholeBytes: told.wholeBytes, ms: told.ms };
}

function wordsOf(line: string): Buffer[] {
  const words = splitLine(line);
  if (!words) throw badLine("A quote is not closed, or something stands after it.");
  if (words.length === 0) throw badLine("Type a command, such as GET key.");
  return words;
}

const badLine = (message: string) =>
  new DomainError("invalid", "line", message, { fields: { line: [message] } });

function assertAllowed(
  words: readonly Buffer[],
  flags: CommandFlags,
  state: { isUnlocked: boolean; confirm: string | undefined },
): void {
  const verdict = judgeCommand(words.map(String), flags, state);
  if (verdict.allowed) return;
  const { message } = verdict;
  switch (verdict.reason) {
    case "refused":
      throw new DomainError("invalid", "command_refused", message);
    case "read_only":
      throw new DomainError("forbidden", "console_locked", message);
    case "unconfirmed":
      throw new DomainError("conflict", "unconfirmed", message);
  }
}
