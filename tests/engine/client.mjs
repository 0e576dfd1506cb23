// An ordinary client of a database, in the network of its app: one connection writes and one reads, all the time; or, where it is told to
// connect anew, each command has a connection of its own, as programs have that live for one request. The first line of its input says
// where; every other line asks for a report, the end of the input ends it.
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import "../network-names.mjs";

const KEYS = 20_000;

/** The last value of each key that the database said it has. */
const acknowledged = new Map();
const seen = {
  writes: 0,
  reads: 0,
  failures: [],
  stale: 0,
  longestGapMs: 0,
  connects: 0,
  dropped: 0,
  hung: 0,
};
/** An answer that took longer is one that nobody waits for. */
const HUNG_MS = 10_000;
let isEnding = false;
/** Keeps the keys of several clients apart. */
let prefix = "";
/** Between two writes, and between two reads. */
let pauseMs = 1;
let isAnew = false;

/** Without `retryMs` it waits before it connects again as ioredis does by itself: 50 to 250 ms the first time. */
const connect = ({ url, retryMs }) => {
  const redis = new Redis(url, retryMs === null ? {} : { retryStrategy: () => retryMs });
  redis.on("error", () => {});
  redis.on("ready", () => {
    seen.connects += 1;
  });
  return redis;
};

/** What only looks like an ioredis: a new one for each command, which ends with it. A lost connection is no failure of the command. */
const connectAnew = ({ url }) => {
  const run = async (command, ...args) => {
    const redis = new Redis(url, {
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      enableReadyCheck: false,
    });
    redis.on("error", () => {});
    const late = setTimeout(() => {
      seen.hung += 1;
      redis.disconnect();
    }, HUNG_MS);
    try {
      return await redis[command](...args);
    } finally {
      clearTimeout(late);
      redis.disconnect();
    }
  };
  return { set: (...args) => run("set", ...args), get: (...args) => run("get", ...args) };
};

/** A refusal by Redis is never expected; a connection that was lost is the client's to make again. */
function note(error) {
  if (error?.name === "ReplyError" || !isAnew) seen.failures.push(String(error));
  else seen.dropped += 1;
}

async function write(redis) {
  let last = performance.now();
  for (let value = 1; !isEnding; value += 1) {
    const key = `${prefix}:${value % KEYS}`;
    try {
      await redis.set(key, value);
      acknowledged.set(key, value);
      seen.writes += 1;
      const now = performance.now();
      seen.longestGapMs = Math.max(seen.longestGapMs, now - last);
      last = now;
    } catch (error) {
      note(error);
    }
    await delay(pauseMs);
  }
}

async function read(redis) {
  while (!isEnding) {
    const key = `${prefix}:${Math.floor(Math.random() * KEYS)}`;
    const least = acknowledged.get(key) ?? 0;
    try {
      if (Number(await redis.get(key)) < least) seen.stale += 1;
      seen.reads += 1;
    } catch (error) {
      note(error);
    }
    await delay(pauseMs);
  }
}

/** How many keys have an older value than the one that was acknowledged. */
async function countLost(redis) {
  const expected = [...acknowledged];
  let lost = 0;
  for (let from = 0; from < expected.length; from += 1_000) {
    const part = expected.slice(from, from + 1_000);
    const values = await redis.mget(part.map(([key]) => key));
    lost += part.filter(([, value], place) => Number(values[place]) < value).length;
  }
  return lost;
}

async function report(redis) {
  const lost = await countLost(redis);
  const { failures, ...figures } = seen;
  const answer = { ...figures, lost, failures: failures.length, firstFailure: failures[0] ?? null };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

let clients;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "forget the longest gap") seen.longestGapMs = 0;
  else if (line === "count") process.stdout.write(`${seen.writes}\n`);
  else if (clients) await report(clients.asker);
  else {
    const options = JSON.parse(line);
    prefix = options.prefix;
    pauseMs = options.pauseMs;
    isAnew = options.isAnew;
    const worker = () => (isAnew ? connectAnew(options) : connect(options));
    clients = { writer: worker(), reader: worker(), asker: connect(options) };
    void write(clients.writer);
    void read(clients.reader);
  }
}
isEnding = true;
process.exit(0);
