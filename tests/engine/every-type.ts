import type { Redis } from "ioredis";
import { newClient } from "../../lib/adapters/redis/connection";
import { nodeName } from "../../lib/core/databases/names";
import { targetOf } from "../../lib/core/databases/users";
import { findAddonByResourceId } from "../../lib/db/addons";
import { loadDatabase } from "../../lib/db/databases";
import { linkOf } from "../../lib/runtime/certificates";
import { platform } from "../../lib/runtime/container";
import { getAddonNodes } from "./records";

/** Databases that hold the data. */
const NUMBERS = [0, 5];
const AT_ONCE = 500;
/** So many keys are in this process's memory at once. */
const PART = 20_000;
/** No key of these tests runs out while they run. */
const EXPIRES_AT = Date.UTC(2100, 0, 1);
const LIBRARY = "#!lua name=kept\nredis.register_function('kept', function() return 'kept' end)";

/** Runs `work` on the node that serves, as the control plane's user unless as another. */
export async function onNode<T>(
  resourceId: string,
  work: (redis: Redis) => Promise<T>,
  as?: { user: string; password: string },
): Promise<T> {
  const { cipher, instance, linkPort } = platform();
  const addon = await findAddonByResourceId(resourceId);
  const database = await loadDatabase(addon?.databaseId ?? "");
  const { active } = await getAddonNodes(resourceId);
  const target = targetOf({ cipher }, database, nodeName({ instance, resourceId }, active.number));
  const redis = newClient(await linkOf({ cipher, instance, port: linkPort })(), { ...target, ...as });
  await redis.connect();
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** A name with bytes that are no text: a zero, a line end, half a character of UTF-8. */
const nameOf = (kind: string, index: number): Buffer =>
  Buffer.concat([Buffer.from(`${kind}:${index}:`), Buffer.from([0, 13, 10, 0xc3, index % 256])]);

type Command = [name: string, ...args: (string | number | Buffer)[]];

const MAKERS: ((name: Buffer, index: number) => Command[])[] = [
  (name, index) => [["SET", name, Buffer.from([0, 255, index % 256, 10])]],
  (name, index) => [["SET", name, index * 1_000_003]],
  (name, index) => [["HSET", name, "field", index, Buffer.from([1, 0]), "b"]],
  (name, index) => [["RPUSH", name, "a", index, "c", "x".repeat(index % 300)]],
  (name, index) => [["SADD", name, "a", `b${index}`, "c"]],
  (name, index) => [["SADD", name, index, index + 1, index + 70_000]],
  (name, index) => [["ZADD", name, index / 3, "a", -1, "b", "inf", "c"]],
  (name) => [
    ["XADD", name, "1-1", "f", "v"],
    ["XADD", name, "2-1", "f", "w"],
    ["XADD", name, "3-1", "g", "x"],
    ["XDEL", name, "2-1"],
    ["XGROUP", "CREATE", name, "group", "0"],
    ["XREADGROUP", "GROUP", "group", "reader", "COUNT", "1", "STREAMS", name, ">"],
  ],
  (name, index) => [["PFADD", name, "a", index, "c"]],
  (name, index) => [["GEOADD", name, 7.75, 48.58, "here", -(index % 90), 40, "there"]],
  (name, index) => [["SETBIT", name, index % 900, 1]],
];

async function pipeline(redis: Redis, commands: readonly Command[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let from = 0; from < commands.length; from += AT_ONCE) {
    const part = redis.pipeline();
    for (const [name, ...args] of commands.slice(from, from + AT_ONCE)) part.callBuffer(name, ...args);
    for (const [error, answer] of (await part.exec()) ?? []) {
      if (error) throw error;
      answers.push(answer);
    }
  }
  return answers;
}

/** So many keys over two databases, of every type, every third with a time to live; big ones of each; a function where there are some. */
export async function fillWithEveryType(redis: Redis, keys: number): Promise<void> {
  const each = Math.ceil(keys / NUMBERS.length);
  for (const number of NUMBERS) {
    await redis.select(number);
    for (let from = 0; from < each; from += PART)
      await pipeline(redis, makeEveryType(from, Math.min(PART, each - from)));
    await pipeline(redis, bigOnes());
  }
  if (await hasFunctions(redis)) await redis.call("FUNCTION", "LOAD", LIBRARY);
}

const makeEveryType = (from: number, count: number): Command[] =>
  Array.from({ length: count }, (_, place): Command[] => {
    const index = from + place;
    const kind = index % MAKERS.length;
    const name = nameOf(`kind-${kind}`, index);
    const expire: Command[] = index % 3 === 0 ? [["PEXPIREAT", name, EXPIRES_AT + index]] : [];
    return [...(MAKERS[kind]?.(name, index) ?? []), ...expire];
  }).flat();

/** Large enough that no version keeps them in its small form. */
function bigOnes(): Command[] {
  const members = Array.from({ length: 2_000 }, (_, index) => `member-${index}-${"y".repeat(80)}`);
  return [
    ["HSET", "big:hash", ...members.flatMap((member, index) => [member, index])],
    ["SADD", "big:set", ...members],
    ["ZADD", "big:zset", ...members.flatMap((member, index) => [index / 7, member])],
    ["RPUSH", "big:list", ...members],
    ["SET", "big:text", "z".repeat(1_000_000)],
  ];
}

const hasFunctions = async (redis: Redis): Promise<boolean> =>
  Number(/redis_version:(\d+)/.exec(await redis.info("server"))?.[1]) >= 7;

/** Every key with its type, time to live and content; `dumps` besides compares the server's own form, which is that of a version. */
export async function scanEverything(
  redis: Redis,
  { dumps }: { dumps: boolean },
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const knowsTimes = await hasFunctions(redis);
  for (const number of NUMBERS) {
    await redis.select(number);
    const names = await scanNames(redis);
    for (let from = 0; from < names.length; from += PART) {
      const read = await readKeys(redis, names.slice(from, from + PART), { dumps, knowsTimes });
      for (const [name, content] of read) found.set(`${number} ${name}`, content);
    }
  }
  const functions = knowsTimes ? await redis.call("FUNCTION", "LIST", "WITHCODE") : [];
  return found.set("functions", JSON.stringify(functions));
}

async function readKeys(
  redis: Redis,
  names: readonly Buffer[],
  { dumps, knowsTimes }: { dumps: boolean; knowsTimes: boolean },
): Promise<(readonly [name: string, content: string])[]> {
  const ask = (questionOf: (name: Buffer) => Command) => pipeline(redis, names.map(questionOf));
  const types = (await ask((name) => ["TYPE", name])).map(String);
  const times = await ask((name) => [knowsTimes ? "PEXPIRETIME" : "PTTL", name]);
  const questions = names.map((name, place) => readers(types[place] ?? "", name, dumps));
  const contents = await pipeline(redis, questions.flat());
  let next = 0;
  return names.map((name, place) => {
    const type = types[place] ?? "";
    const count = questions[place]?.length ?? 0;
    const content = contents.slice(next, next + count).map((answer) => canonical(type, answer));
    next += count;
    const time = Number(times[place]);
    // The first version tells only how long is left.
    const expires = knowsTimes && dumps ? time : time > 0;
    return [name.toString("hex"), JSON.stringify([type, expires, content])] as const;
  });
}

const DIFFERENT_MAX = 5;

/** The first keys that are missing in one of two scans, or have another content: so much is told of a million. */
export function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) {
  const names = [...one.keys(), ...[...other.keys()].filter((name) => !one.has(name))];
  const different = names.filter((name) => one.get(name) !== other.get(name));
  return different
    .slice(0, DIFFERENT_MAX)
    .map((name) => ({ name, one: one.get(name), other: other.get(name) }));
}

/** What a client that writes meanwhile has written is left out. */
async function scanNames(redis: Redis): Promise<Buffer[]> {
  const names: Buffer[] = [];
  let cursor = "0";
  do {
    const [next, part] = await redis.scanBuffer(cursor, "COUNT", 1_000);
    names.push(...part);
    cursor = String(next);
  } while (cursor !== "0");
  return names.filter((name) => !name.toString().startsWith("traffic:"));
}

/** Hashes and sets come in an order of the process' own: their dumps differ for the same content. */
function readers(type: string, name: Buffer, dumps: boolean): Command[] {
  const dump: Command[] = dumps && type !== "hash" && type !== "set" ? [["DUMP", name]] : [];
  switch (type) {
    case "string":
      return [["GET", name], ...dump];
    case "list":
      return [["LRANGE", name, 0, -1], ...dump];
    case "set":
      return [["SMEMBERS", name]];
    case "hash":
      return [["HGETALL", name]];
    case "zset":
      return [["ZRANGE", name, 0, -1, "WITHSCORES"], ...dump];
    case "stream":
      return [["XRANGE", name, "-", "+"], ["XPENDING", name, "group"], ["XLEN", name], ...dump];
    default:
      throw new Error(`a key of type ${type}`);
  }
}

/** As text; what has no order of its own is sorted. */
function canonical(type: string, answer: unknown): unknown {
  const text = (value: unknown): unknown =>
    Buffer.isBuffer(value) ? value.toString("hex") : Array.isArray(value) ? value.map(text) : value;
  const plain = text(answer);
  if (!Array.isArray(plain)) return plain;
  if (type === "set") return [...plain].sort();
  // Versions write the same number with more digits or fewer.
  if (type === "zset" && Array.isArray(answer))
    return plain.map((field, place) => (place % 2 === 0 ? field : Number(String(answer[place]))));
  if (type !== "hash") return plain;
  return plain.flatMap((field, place) => (place % 2 === 0 ? [`${field}=${plain[place + 1]}`] : [])).sort();
}
