// One kind of client of a database, in the network of its app: `eager` writes and connects again at once, `ordinary` writes and waits as
// ioredis 5 does by itself (6 adds up to 200 ms at random), `staying` are some that only stay. Each kind has a process of its own, as
// programs have: one that connects twenty times over would be late with its writes. The first line of the input says where; each later
// one is a word that is answered with a line of JSON.
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import "../../tests/network-names.mjs";

const KEYS = 20_000;
// Few: on a small machine it would be their own return that is measured.
const STAYING = 4;
const PAUSE_MS = 1;

function connect(url, retryStrategy) {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy });
  const client = { redis, connects: 0, isDropped: false };
  redis.on("error", () => {});
  redis.on("ready", () => {
    client.connects += 1;
  });
  redis.on("close", () => {
    client.isDropped = true;
  });
  return client;
}

/**
 * Writes all the time, and remembers what was acknowledged and how long each took. `longestGapMs` is the longest between two acknowledged
 * writes that had a lost connection between them: what a copy or a busy machine costs shows in `tookMs`.
 */
function startWriter(prefix, client) {
  const { redis } = client;
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
        if (client.isDropped) writer.longestGapMs = Math.max(writer.longestGapMs, now - last);
        client.isDropped = false;
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
const { url, kind } = JSON.parse((await lines.next()).value);
const retryStrategy = kind === "ordinary" ? (times) => Math.min(times * 50, 2_000) : () => 1;
const clients = Array.from({ length: kind === "staying" ? STAYING : 1 }, () => connect(url, retryStrategy));
const writer = kind === "staying" ? null : startWriter(kind, clients[0]);

const words = {
  count: () => writer?.writes ?? clients.filter(({ connects }) => connects > 0).length,
  forget: () => {
    if (writer) Object.assign(writer, { longestGapMs: 0, tookMs: [] });
    for (const client of clients) client.connects = 0;
    return null;
  },
  p99: () => p99(writer.tookMs),
  report: async () => ({
    longestGapMs: writer?.longestGapMs ?? 0,
    failures: writer?.failures ?? 0,
    reconnects: clients.reduce((sum, { connects }) => sum + connects, 0) / clients.length,
    lost: writer ? await countLost(clients[0], writer) : 0,
  }),
};

for (let line = await lines.next(); !line.done; line = await lines.next())
  process.stdout.write(`${JSON.stringify(await words[line.value]())}\n`);
process.exit(0);
