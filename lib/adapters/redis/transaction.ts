import type { Redis } from "ioredis";

export type Command = [name: string, ...args: (string | number)[]];

/** Commands in one transaction: all or none of them, and nobody's in between. @throws the first refusal. */
export async function runTogether(redis: Redis, commands: readonly Command[]): Promise<unknown[]> {
  const transaction = redis.multi();
  for (const [name, ...args] of commands) transaction.call(name, ...args);
  const answers = await transaction.exec();
  if (!answers) throw new Error("the transaction was discarded");
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}
