// Writes one key after the other in the network of a container of one host, and notes when each was acknowledged. The first line of its
// input says where to write, and with which pause between two keys; "begin" forgets the longest time without a write, "report" reads all keys back. One whose
// container ended has no network any more: "hand over" tells what it wrote, "check" reads back what another one did.
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import "../network-names.mjs";

/** A dead connection is given up for another one, as programs are advised to. */
const OPTIONS = {
  connectTimeout: 1_000,
  commandTimeout: 1_000,
  socketTimeout: 2_000,
  maxRetriesPerRequest: 0,
  retryStrategy: () => null,
};
const READ_BACK_MS = 60_000;
const PAUSE_MS = 20;

const acknowledged = [];
let longestMs = 0;
let lastAt = Date.now();
let isEnding = false;

const connect = (url) => new Redis(url, OPTIONS).on("error", () => {});

async function write({ url, prefix, pauseMs }) {
  let client = null;
  for (let number = 0; !isEnding; number += 1)
    try {
      client ??= connect(url);
      await client.set(`${prefix}:${number}`, number);
      const now = Date.now();
      acknowledged.push([number, now]);
      longestMs = Math.max(longestMs, now - lastAt);
      lastAt = now;
      if (pauseMs) await delay(pauseMs);
    } catch {
      client?.disconnect();
      client = null;
      await delay(PAUSE_MS);
    }
  client?.disconnect();
}

async function readBack(url, keys) {
  for (const startedAt = Date.now(); ; await delay(200)) {
    const client = connect(url);
    try {
      const values = [];
      for (let at = 0; at < keys.length; at += 1_000)
        values.push(...(await client.mget(keys.slice(at, at + 1_000))));
      return values;
    } catch (error) {
      if (Date.now() - startedAt > READ_BACK_MS) throw error;
    } finally {
      client.disconnect();
    }
  }
}

/** `lostMs`: from the first to the last acknowledged write that is not there. */
async function report(url, { prefix, acknowledged, longestMs }) {
  const values = await readBack(
    url,
    acknowledged.map(([number]) => `${prefix}:${number}`),
  );
  const lost = acknowledged.filter(([number], place) => values[place] !== String(number));
  const lostMs = lost.length > 0 ? lost.at(-1)[1] - lost[0][1] : 0;
  return { written: acknowledged.length, longestMs, lost: lost.length, lostMs };
}

const say = (answer) =>
  new Promise((resolve) => process.stdout.write(`${JSON.stringify(answer)}\n`, resolve));

let told;
let ended;
for await (const line of createInterface({ input: process.stdin })) {
  if (!told) {
    told = JSON.parse(line);
    ended = write(told);
  } else if (line === "begin") longestMs = 0;
  else if (line === "count") process.stdout.write(`${acknowledged.length}\n`);
  else if (line.startsWith("check "))
    await say(await report(told.url, JSON.parse(line.slice("check ".length))));
  else {
    isEnding = true;
    await ended;
    const written = { prefix: told.prefix, acknowledged, longestMs };
    await say(line === "report" ? await report(told.url, written) : written);
    process.exit(0);
  }
}
isEnding = true;
process.exit(0);
