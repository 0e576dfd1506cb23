import type { Redis } from "ioredis";
import { askEach, type Words } from "../keys/ask";

/** One end of a copy; `inWords` says of which of the two a failure is. */
export type End = { redis: Redis; inWords: (error: unknown) => unknown };

/** The answer of each, or what the server refused it with. @throws what is no answer of the server's, such as a connection that ended. */
export async function askAll({ redis, inWords }: End, commands: readonly Words[]): Promise<unknown[]> {
  if (commands.length === 0) return [];
  const answers = await askEach(redis, commands).catch((error: unknown) => {
    throw inWords(error);
  });
  const cut = answers.find((answer) => answer instanceof Error && answer.name !== "ReplyError");
  if (cut) throw inWords(cut);
  return answers;
}

/** The same where every answer has to be one. @throws the first refusal. */
export async function askStrictly(end: End, commands: readonly Words[]): Promise<unknown[]> {
  const answers = await askAll(end, commands);
  const refusal = answers.find((answer) => answer instanceof Error);
  if (refusal) throw end.inWords(refusal);
  return answers;
}

/** The database of that number from here on. A user who may choose none is in the first one from the start. */
export async function choose(end: End, database: number): Promise<void> {
  const [answer] = await askAll(end, [["SELECT", database]]);
  if (answer instanceof Error && database !== 0) throw end.inWords(answer);
}

/** A list cut into lists of so many. */
export const inParts = <T>(all: readonly T[], count: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / count) }, (_, part) =>
    all.slice(part * count, (part + 1) * count),
  );
