// ioredis with a connection for each request, as functions that start and end do it.
import { host, load, loop, password, port, tell } from "./loop.mjs";

const { Redis } = load("ioredis");

async function request(work) {
  const redis = new Redis({ host, port, password });
  redis.on("error", tell);
  try {
    await work(redis);
  } finally {
    redis.disconnect();
  }
}

await loop({ request, pauseMs: 10 });
