// BullMQ: a queue that adds jobs and a worker that does them. An added job is acknowledged; its key is there once it is done.
import { setTimeout as delay } from "node:timers/promises";
import { ending, host, load, password, port, prefix, say, tell } from "./loop.mjs";

const { Queue, Worker } = load("bullmq");
const connection = { host, port, password };
const queue = new Queue(prefix.replaceAll(":", "-"), {
  connection,
  defaultJobOptions: { removeOnComplete: true, attempts: 5 },
});
const done = new Set();

async function perform({ data: { n } }) {
  const redis = await queue.client;
  await redis.set(`${prefix}:${n}`, n);
  done.add(n);
  say("done", n);
}

const worker = new Worker(queue.name, perform, { connection: { ...connection, maxRetriesPerRequest: null } });
queue.on("error", tell);
worker.on("error", tell);
let added = 0;
for (let n = 1; !ending.asked; n += 1) {
  try {
    await queue.add("job", { n });
    added += 1;
    say("set", n);
  } catch (error) {
    say("fail", error);
  }
  await delay(20);
}
while (done.size < added) await delay(50);
process.exit(0);
