// node-redis that stays connected, as it is without options but with the `error` listener that it needs.
import { host, load, loop, password, port, tell } from "./loop.mjs";

const redis = load("redis").createClient({ socket: { host, port }, password });
redis.on("error", tell);
await redis.connect();
await loop({ request: (work) => work(redis), pauseMs: 5 });
