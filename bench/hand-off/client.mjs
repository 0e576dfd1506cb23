// Clients of a database, in the network of its app: an eager one, which connects again at once, an ordinary one as ioredis is by
// itself, and some that stay. The first line of the input says where; each later one is a word that is answered with a line of JSON.
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import "../../tests/network-names.mjs";

const KEYS = 20_000;
const STAYING = 20;
const PAUSE_MS = 1;

function connect(url, options) {
  const redis = new Redis(url, { maxRetriesPerRequest: null, ...options });
  const client = { redis, connects: 0 };
  redis.on("error", () => {});
  redis.on("ready", () => {
    client.connects += 1;
  });
  return client;
}

/** Writes all the time, and remembers what was acknowledged and how long each took. */
function startWriter(prefix, { redis }) {
  const writer = { acknowledged: new Map(), writes: 0, failures: 0, longestGapMs: 0, tookMs: [] };
  const run = async () => {
    let last = performance.now();
    for (let value = 1; ; value += 1) {
      const key = `${prefix}:${value % KEYS}`;
      const startedAt = performance.now();
      try {
        await redis.set(key, value);
        const now = performance.now();
        writer.acknowledged.set(key, value);
        writer.writes += 1;
        writer.longestGapMs = Math.max(writer.longestGapMs, now - last);
        writer.tookMs.push(now - startedAt);
        last = now;
      } catch {
        writer.failures += 1;
      }
      await delay(PAUSE_MS);
    }
  };
  void run();
  return writer;
}

/** How many keys have an older value than the one that was acknowledged. */
async function countLost({ redis }, { acknowledged }) {
  const expected = [...acknowledged];
  let lost = 0;
  for (let from = 0; from < expected.length; from += 1_000) {
    const part = expected.slice(from, from + 1_000);
    const values = await redis.mget(part.map(([key]) => key));
    lost += part.filter(([, value], place) => !(Number(values[place]) >= value)).length;
  }
  return lost;
}

const p99 = (values) => values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? null;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { url } = JSON.parse((await lines.next()).value);
const eager = connect(url, { retryStrategy: () => 1 });
const ordinary = connect(url, {});
const staying = Array.from({ length: STAYING }, () => connect(url, { retryStrategy: () => 1 }));
const writers = { eager: startWriter("eager", eager), ordinary: startWriter("ordinary", ordinary) };
const all = Object.values(writers);

const words = {
  count: () => Math.min(...all.map(({ writes }) => writes)),
  forget: () => {
    for (const writer of all) Object.assign(writer, { longestGapMs: 0, tookMs: [] });
    for (const client of staying) client.connects = 0;
    return null;
  },
  p99: () => p99(writers.eager.tookMs),
  report: async () => ({
    eagerMs: writers.eager.longestGapMs,
    ordinaryMs: writers.ordinary.longestGapMs,
    failures: writers.eager.failures + writers.ordinary.failures,
    reconnects: staying.reduce((sum, { connects }) => sum + connects, 0) / STAYING,
    lost: (await countLost(eager, writers.eager)) + (await countLost(ordinary, writers.ordinary)),
  }),
};

for (let line = await lines.next(); !line.done; line = await lines.next())
  process.stdout.write(`${JSON.stringify(await words[line.value]())}\n`);
process.exit(0);
