import type { Redis } from "ioredis";
import { DomainError } from "../../../core/errors";
import type { KeyPlace } from "../../../ports/redis-keys";
import type { Link } from "../connection";
import { unknownAnswer } from "../translate";
import { withConnection } from "../with-connection";

export type Words = readonly [string, ...(string | number | Buffer)[]];

/** Connects to the database of that number. @throws DomainError; `conflict` reason `changed_meanwhile` when a key is of another type than it was. */
export const inDatabase = <T>(
  link: Link,
  { target, database }: KeyPlace,
  work: (redis: Redis) => Promise<T>,
): Promise<T> =>
  withConnection(link, target, async (redis) => {
    if (database > 0) await redis.select(database);
    try {
      return await work(redis);
    } catch (error) {
      if (error instanceof Error && /^WRONGTYPE/.test(error.message)) throw changedMeanwhile(error);
      throw error;
    }
  });

export const changedMeanwhile = (cause?: unknown): DomainError =>
  new DomainError(
    "conflict",
    "changed_meanwhile",
    "The key was changed by somebody else meanwhile. Nothing was written: look at it again.",
    { cause },
  );

/** One command; texts as bytes. */
export async function ask(redis: Redis, [name, ...args]: Words): Promise<unknown> {
  return redis.callBuffer(name, ...args);
}

/** Commands sent together, which others may come between; the answer or error of each. */
export async function askEach(redis: Redis, commands: readonly Words[]): Promise<unknown[]> {
  const pipeline = redis.pipeline();
  for (const [name, ...args] of commands) pipeline.callBuffer(name, ...args);
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, answer]) => error ?? answer);
}

/** @throws DomainError `internal` for what is no text. */
export function bytesOf(answer: unknown): Buffer {
  if (Buffer.isBuffer(answer)) return answer;
  throw answer instanceof Error ? answer : unknownAnswer("a question about a key");
}

export function listOf(answer: unknown): unknown[] {
  if (Array.isArray(answer)) return answer;
  throw answer instanceof Error ? answer : unknownAnswer("a question about a key");
}

export function numberOf(answer: unknown): number {
  if (typeof answer === "number") return answer;
  throw answer instanceof Error ? answer : unknownAnswer("a question about a key");
}

/** A text of the server's own, such as a type. */
export const wordOf = (answer: unknown): string => bytesOf(answer).toString();

/** Members two by two, as hashes and entries of streams are told. */
export function pairsOf(answer: unknown): [Buffer, Buffer][] {
  const flat = listOf(answer).map(bytesOf);
  return flat.flatMap((value, index) => {
    const name = flat[index - 1];
    return index % 2 === 1 && name ? [[name, value] satisfies [Buffer, Buffer]] : [];
  });
}
