// A client of the ioredis family (its package is the first argument) that stays connected, as it is without options.
import { host, load, loop, password, port, tell } from "./loop.mjs";

const { Redis } = load(process.argv[2]);
const redis = new Redis({ host, port, password });
redis.on("error", tell);
await loop({ request: (work) => work(redis), pauseMs: 5 });
