// What every program in Node does until it gets SIGTERM: in one request it writes a fresh key and counts, in the next it reads both
// back. Each answer becomes a line of output, at once; who reads the lines judges them.
import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import "../../../tests/network-names.mjs";

export const { REDIS_HOST: host, REDIS_PASSWORD: password, PREFIX: prefix, PACKAGES } = process.env;
export const port = 6379;

/** A pinned package, under the name that it was installed by. */
export const load = createRequire(`${PACKAGES}/`);

/** Whether it was told to end. */
export const ending = { asked: false };
process.on("SIGTERM", () => {
  ending.asked = true;
});

export const say = (...words) => process.stdout.write(`${words.join(" ").replaceAll("\n", " ")}\n`);

/** An error that a library tells beside its answers. */
export const tell = (error) => say("event", error);

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    say("fail", error);
  }
}

/** `request` gives what it is handed a client with set, incr and get: one that stays, or one of its own. */
export async function loop({ request, pauseMs }) {
  for (let n = 1; !ending.asked; n += 1) {
    await attempt(() =>
      request(async (redis) => {
        await redis.set(`${prefix}:${n}`, n);
        say("set", n);
        say("incr", await redis.incr(`${prefix}:count`));
      }),
    );
    await delay(pauseMs);
    await attempt(() =>
      request(async (redis) => {
        say("get", n, await redis.get(`${prefix}:${n}`));
        say("count", await redis.get(`${prefix}:count`));
      }),
    );
    await delay(pauseMs);
  }
  process.exit(0);
}
