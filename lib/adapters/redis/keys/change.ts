import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { DomainError } from "../../../core/errors";
import type { KeyChange } from "../../../core/keys/key";
import { ask, changedMeanwhile, listOf, numberOf, type Words } from "./ask";

/** What has to be so still, and what is then done, at once or not at all. `is` is null for what must not be there. */
type Guarded = { ask: Words; is: Buffer | null; orders: readonly Words[] };

/** Changes that depend on nothing that a person saw. */
type Free = Exclude<KeyChange, { expected: unknown }>;

export async function changeKey(redis: Redis, key: Buffer, change: KeyChange): Promise<void> {
  if (!("expected" in change)) return runFree(redis, key, change);
  // Nobody's change between the look and the act is lost: the server drops the whole when the key was touched.
  await ask(redis, ["WATCH", key]);
  return runGuarded(redis, await guardedOf(redis, key, change));
}

async function runGuarded(redis: Redis, guarded: Guarded): Promise<void> {
  const now = await ask(redis, guarded.ask);
  const isSame = guarded.is === null ? now === null : Buffer.isBuffer(now) && now.equals(guarded.is);
  if (!isSame) throw changedMeanwhile();
  const transaction = redis.multi();
  for (const [name, ...args] of guarded.orders) transaction.callBuffer(name, ...args);
  const answers = await transaction.exec();
  if (!answers) throw changedMeanwhile();
  for (const [error] of answers) if (error) throw error;
}

async function guardedOf(
  redis: Redis,
  key: Buffer,
  change: Extract<KeyChange, { expected: unknown }>,
): Promise<Guarded> {
  switch (change.kind) {
    case "set":
      return {
        ask: ["GET", key],
        is: change.expected,
        orders: [["SET", key, change.value, ...(change.expected === null ? [] : ["KEEPTTL"])]],
      };
    case "set_field":
      return {
        ask: ["HGET", key, change.field],
        is: change.expected,
        orders: [
          ["HSET", key, change.field, change.value],
          ...(await keptFieldTime(redis, key, change.field)),
        ],
      };
    case "remove_field":
      return { ask: ["HGET", key, change.field], is: change.expected, orders: [["HDEL", key, change.field]] };
    case "set_item":
      return {
        ask: ["LINDEX", key, change.index],
        is: change.expected,
        orders: [["LSET", key, change.index, change.value]],
      };
    case "remove_item": {
      // Redis removes items by what they are: this one is made like no other first.
      const mark = `berth-removed-${randomUUID()}`;
      return {
        ask: ["LINDEX", key, change.index],
        is: change.expected,
        orders: [
          ["LSET", key, change.index, mark],
          ["LREM", key, 1, mark],
        ],
      };
    }
    case "set_score":
    case "remove_scored":
      return {
        ask: ["ZSCORE", key, change.member],
        is: change.expected === null ? null : Buffer.from(change.expected),
        orders: [
          change.kind === "set_score"
            ? ["ZADD", key, change.score, change.member]
            : ["ZREM", key, change.member],
        ],
      };
  }
}

/** HSET takes a field's own time away, where there is such a thing: it is set again. */
async function keptFieldTime(redis: Redis, key: Buffer, field: Buffer): Promise<Words[]> {
  const answer = await ask(redis, ["HPEXPIRETIME", key, "FIELDS", 1, field]).catch((error: unknown) => {
    if (error instanceof Error && /^ERR unknown command/.test(error.message)) return null;
    throw error;
  });
  const at = answer === null ? 0 : numberOf(listOf(answer)[0] ?? 0);
  return at > 0 ? [["HPEXPIREAT", key, at, "FIELDS", 1, field]] : [];
}

async function runFree(redis: Redis, key: Buffer, change: Free): Promise<void> {
  switch (change.kind) {
    case "push":
      return void (await ask(redis, [change.end === "head" ? "LPUSH" : "RPUSH", key, change.value]));
    case "add_member":
      return void (await ask(redis, ["SADD", key, change.member]));
    case "remove_member":
      return mustHave(await ask(redis, ["SREM", key, change.member]), "This member is not there any more.");
    case "add_entry":
      return void (await ask(redis, [
        "XADD",
        key,
        "*",
        ...change.fields.flatMap(({ field, value }) => [field, value]),
      ]));
    case "remove_entry":
      return mustHave(await ask(redis, ["XDEL", key, change.id]), "This entry is not there any more.");
    case "expire":
      return expire(redis, key, change.ttlMs);
    case "rename":
      return rename(redis, key, change.to);
    case "delete":
      return mustHave(await ask(redis, ["UNLINK", key]), GONE);
  }
}

const GONE = "This key is not there any more.";

function mustHave(answer: unknown, message: string): void {
  if (numberOf(answer) === 0) throw new DomainError("not_found", "key", message);
}

async function expire(redis: Redis, key: Buffer, ttlMs: number | null): Promise<void> {
  if (ttlMs !== null) return mustHave(await ask(redis, ["PEXPIRE", key, ttlMs]), GONE);
  mustHave(await ask(redis, ["EXISTS", key]), GONE);
  await ask(redis, ["PERSIST", key]);
}

/** Never over another key. */
async function rename(redis: Redis, key: Buffer, to: Buffer): Promise<void> {
  const answer = await ask(redis, ["RENAMENX", key, to]).catch((error: unknown) => {
    if (error instanceof Error && /^ERR no such key/.test(error.message))
      throw new DomainError("not_found", "key", GONE);
    throw error;
  });
  if (numberOf(answer) === 0)
    throw new DomainError("conflict", "key_exists", "There is a key of that name already.");
}
