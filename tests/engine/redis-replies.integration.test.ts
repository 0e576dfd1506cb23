import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { Redis, type RedisOptions } from "ioredis";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { causeOf, translate } from "../../lib/adapters/redis/translate";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import type { EngineVersion } from "../../lib/core/engines/engine";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions, versionOf } from "../../lib/core/engines/versions";
import { DomainError } from "../../lib/core/errors";
import { docker, newInstanceId } from "./stack";

const WAIT = { timeout: 20_000, interval: 20 };
/** Each as long as loading is slowed down for, and all together more than what Redis loads without looking up. */
const BIG_KEYS = 60;
const BIG_BYTES = 100_000;

type Server = { name: string; port: number; redis: Redis };

const newClient = (port: number, options: RedisOptions = {}): Redis =>
  new Redis({
    host: "127.0.0.1",
    port,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
    ...options,
  });

/** What the adapters make of it: connects, asks, and translates what went wrong, as `withConnection` does. */
async function meaning(
  port: number,
  work: (redis: Redis) => Promise<unknown>,
  options?: RedisOptions,
): Promise<unknown> {
  const redis = newClient(port, options);
  const told: unknown[] = [];
  redis.on("error", (error: unknown) => told.push(error));
  try {
    await redis.connect();
    return await work(redis);
  } catch (error) {
    return translate("node", causeOf(error, told));
  } finally {
    redis.disconnect();
  }
}

/** What 6.0 lets its administrator do anyway. */
const ALLOWED = ["--enable-debug-command", "yes", "--enable-protected-configs", "yes"];

async function startServer({ id: version, image }: EngineVersion): Promise<Server> {
  const name = `${newInstanceId()}-replies`;
  // Its folder is not its own: it cannot save.
  const flags = [
    "--dir",
    "/",
    "--save",
    "900",
    "1",
    "--lua-time-limit",
    "50",
    "--appendonly",
    "no",
    ...(version === "6.0.16" ? [] : ALLOWED),
  ];
  await docker(
    "run",
    "--detach",
    "--rm",
    "--name",
    name,
    "--user",
    "999:999",
    "--publish",
    "127.0.0.1:0:6379",
    "--entrypoint",
    "redis-server",
    image,
    ...flags,
    "--protected-mode",
    "no",
  );
  const published = (await docker("port", name, "6379")).trim();
  const port = Number(published.slice(published.lastIndexOf(":") + 1));
  const redis = newClient(port, { retryStrategy: () => 100, maxRetriesPerRequest: 50 });
  redis.on("error", () => {});
  await redis.ping();
  return { name, port, redis };
}

type Provoked = {
  name: string;
  code: "conflict" | "unavailable";
  reason: string;
  words: RegExp;
  provoke: (server: Server) => Promise<unknown>;
  undo?: (server: Server) => Promise<unknown>;
};

const ask =
  (...[command, ...args]: [string, ...(string | number)[]]) =>
  ({ port }: Server) =>
    meaning(port, (redis) => redis.call(command, ...args));
const set =
  (name: string, value: string | number) =>
  ({ redis }: Server) =>
    redis.config("SET", name, value);

/** Every reply is one that the real server gave just now. */
const REPLIES: Provoked[] = [
  {
    name: "a password that is wrong",
    code: "conflict",
    reason: "redis_auth_refused",
    words: /password/,
    provoke: ({ port }) => meaning(port, (redis) => redis.ping(), { username: "berth", password: "x" }),
  },
  {
    name: "no password where one is wanted",
    code: "conflict",
    reason: "redis_auth_refused",
    words: /password/,
    provoke: async (server) => {
      await set("requirepass", "x")(server);
      return ask("GET", "k")(server);
    },
    undo: set("requirepass", ""),
  },
  {
    name: "a command that the user may not run",
    code: "conflict",
    reason: "redis_forbidden",
    words: /command/,
    provoke: async ({ port, redis }) => {
      await redis.call("ACL", "SETUSER", "poor", "on", "nopass", "+ping");
      return meaning(port, (poor) => poor.get("k"), { username: "poor", password: "x" });
    },
  },
  {
    name: "no memory left",
    code: "conflict",
    reason: "redis_refused",
    words: /OOM/,
    provoke: async (server) => {
      await set("maxmemory", 1)(server);
      return ask("SET", "k", "v")(server);
    },
    undo: set("maxmemory", 0),
  },
  {
    name: "a replica that takes no writes",
    code: "conflict",
    reason: "redis_refused",
    words: /READONLY/,
    provoke: async (server) => {
      await server.redis.call("REPLICAOF", "127.0.0.1", "1");
      return ask("SET", "k", "v")(server);
    },
    undo: ({ redis }) => redis.call("REPLICAOF", "NO", "ONE"),
  },
  {
    name: "a replica without its master",
    code: "conflict",
    reason: "redis_refused",
    words: /MASTERDOWN/,
    provoke: async (server) => {
      await set("replica-serve-stale-data", "no")(server);
      await server.redis.call("REPLICAOF", "127.0.0.1", "1");
      return ask("GET", "k")(server);
    },
    undo: async (server) => {
      await server.redis.call("REPLICAOF", "NO", "ONE");
      await set("replica-serve-stale-data", "yes")(server);
    },
  },
  {
    name: "too few replicas",
    code: "conflict",
    reason: "redis_refused",
    words: /NOREPLICAS/,
    provoke: async (server) => {
      await set("min-replicas-to-write", 1)(server);
      return ask("SET", "k", "v")(server);
    },
    undo: set("min-replicas-to-write", 0),
  },
  {
    name: "a disk that takes no save",
    code: "conflict",
    reason: "redis_refused",
    words: /MISCONF/,
    provoke: async (server) => {
      await server.redis.bgsave();
      await vi.waitFor(
        async () => expect(await server.redis.info("persistence")).toMatch(/rdb_last_bgsave_status:err/),
        WAIT,
      );
      return ask("SET", "k", "v")(server);
    },
    undo: set("stop-writes-on-bgsave-error", "no"),
  },
  {
    name: "an unknown command",
    code: "conflict",
    reason: "redis_refused",
    words: /ERR unknown command/,
    provoke: ask("NOSUCH"),
  },
  {
    name: "too few arguments",
    code: "conflict",
    reason: "redis_refused",
    words: /ERR wrong number/,
    provoke: ask("GET"),
  },
  {
    name: "a key of another type",
    code: "conflict",
    reason: "redis_refused",
    words: /WRONGTYPE/,
    provoke: async (server) => {
      await server.redis.lpush("list", 1);
      return ask("GET", "list")(server);
    },
  },
  {
    name: "a script that is not there",
    code: "conflict",
    reason: "redis_refused",
    words: /NOSCRIPT/,
    provoke: ask("EVALSHA", "0".repeat(40), 0),
  },
  {
    name: "a setting that does not exist",
    code: "conflict",
    reason: "redis_refused",
    words: /ERR/,
    provoke: ask("CONFIG", "SET", "nosuch", "1"),
  },
  {
    name: "a transaction with a command that is none",
    code: "conflict",
    reason: "redis_refused",
    // The refusal that ended it, not "EXECABORT".
    words: /refused with ERR: ERR unknown command/,
    provoke: ({ port }) => meaning(port, (redis) => redis.multi().call("NOSUCH").exec()),
  },
  {
    name: "a script that does not end",
    code: "unavailable",
    reason: "redis_busy",
    words: /busy/,
    provoke: async (server) => {
      const script = newClient(server.port);
      script.on("error", () => {});
      void script.eval("while true do end", 0).catch(() => {});
      try {
        return await vi.waitFor(async () => {
          const said = await meaning(server.port, (redis) => redis.get("k"), { commandTimeout: 1_000 });
          expect(said).toMatchObject({ reason: "redis_busy" });
          return said;
        }, WAIT);
      } finally {
        await meaning(server.port, (redis) => redis.call("SCRIPT", "KILL"));
        script.disconnect();
        await vi.waitFor(async () => expect(await server.redis.ping()).toBe("PONG"), WAIT);
      }
    },
  },
  {
    name: "no connection left",
    code: "unavailable",
    reason: "redis_full",
    words: /connection/,
    provoke: async (server) => {
      await set("maxclients", 1)(server);
      return meaning(server.port, (redis) => redis.ping());
    },
    undo: set("maxclients", 100),
  },
  {
    name: "data that is still being loaded",
    code: "unavailable",
    reason: "redis_loading",
    words: /loading/,
    provoke: async ({ name, port, redis }) => {
      await set("dir", "/tmp")({ name, port, redis });
      for (let n = 0; n < BIG_KEYS; n++) await redis.set(`big${n}`, randomBytes(BIG_BYTES));
      await set("key-load-delay", 150_000)({ name, port, redis });
      const reloading = redis.call("DEBUG", "RELOAD").catch((error: unknown) => error);
      const said = await vi.waitFor(async () => {
        const answer = await meaning(port, (other) => other.get("k"), { commandTimeout: 5_000 });
        expect(answer).toMatchObject({ reason: "redis_loading" });
        return answer;
      }, WAIT);
      await reloading;
      return said;
    },
  },
  {
    name: "a connection that is cut in the middle",
    code: "unavailable",
    reason: "redis_unreachable",
    words: /does not answer/,
    provoke: ({ port, redis }) =>
      meaning(port, async (other) => {
        const id = await other.client("ID");
        // Sent together: whichever comes first, the connection goes while the other one waits for its answer.
        const [waited] = await Promise.allSettled([
          other.blpop("nothing", 0),
          redis.call("CLIENT", "KILL", "ID", id),
        ]);
        if (waited.status === "rejected") throw waited.reason;
      }),
  },
  {
    name: "a server that hangs",
    code: "unavailable",
    reason: "redis_unreachable",
    words: /does not answer/,
    provoke: async ({ name, port }) => {
      await docker("pause", name);
      return meaning(port, (redis) => redis.ping(), { commandTimeout: 500 });
    },
    undo: ({ name }) => docker("unpause", name),
  },
];

describe.each(offeredVersions(DEFAULT_CATALOG, REDIS).map((id) => versionOf(REDIS, id)))(
  "what Redis $id says keeps its meaning:",
  (version) => {
    let server: Server;
    beforeAll(async () => {
      server = await startServer(version);
    });
    afterAll(async () => {
      server.redis.disconnect();
      await docker("rm", "--force", server.name);
    });

    test.each(REPLIES)("$name is $reason", async ({ code, reason, words, provoke, undo }) => {
      const said = await provoke(server).finally(() => undo?.(server));
      expect(said).toBeInstanceOf(DomainError);
      expect(said).toMatchObject({ code, reason, message: expect.stringMatching(words) });
    });
  },
);

describe("what is no reply of Redis", () => {
  test("nobody listens: the link is away", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    expect(await meaning(port, (redis) => redis.ping())).toMatchObject({
      code: "unavailable",
      reason: "link_unreachable",
    });
  });

  test("a fault of ours stays what it is, with its stack", async () => {
    const fault = new TypeError("a fault of ours");
    expect(translate("node", causeOf(fault, [new Error("read ECONNRESET")]))).toBe(fault);
  });
});
