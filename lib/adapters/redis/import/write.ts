import { DomainError } from "../../../core/errors";
import type { Words } from "../keys/ask";
import { askAll, type End } from "./ask";

/** Writes to the target. @throws DomainError `conflict` reason `data_too_large` when it is full; else its first refusal. */
export async function writeAll(target: End, commands: readonly Words[]): Promise<void> {
  const answers = await askAll(target, commands);
  for (const answer of answers) if (answer instanceof Error) throw refusalOf(target, answer);
}

/** A write that is refused for want of room has no other remedy than more of it. */
export const refusalOf = ({ inWords }: End, answer: Error): unknown =>
  answer.message.startsWith("OOM")
    ? new DomainError(
        "conflict",
        "data_too_large",
        "The data of the source does not fit into the plan of the database. Change to a larger one, then import again.",
      )
    : inWords(answer);
