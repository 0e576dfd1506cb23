import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { redisAdmin } from "../../lib/adapters/redis/admin";
import { type LinkAddress, newClient } from "../../lib/adapters/redis/connection";
import { redisUsers } from "../../lib/adapters/redis/users";
import { withConnection } from "../../lib/adapters/redis/with-connection";
import { nodeName } from "../../lib/core/databases/names";
import type { Rights } from "../../lib/core/databases/rights";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions, versionOf } from "../../lib/core/engines/versions";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { redisUsersContract } from "../../lib/ports/redis-users.contract";
import {
  containerOf,
  newInstanceId,
  newPassword,
  removeEverything,
  shell,
  startLink,
  startNode,
} from "./stack";

const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
const plan = DEFAULT_PLANS[0]!;
const WAIT = { timeout: 30_000, interval: 50 };
let link: LinkAddress;
beforeAll(async () => {
  link = await startLink(engine, instance);
});
afterAll(() => removeEverything(instance));

/** What ordinary clients send when they connect, and around their commands: every role. */
const AT_CONNECT = [
  "HELLO",
  "PING",
  "ECHO hi",
  "SELECT 1",
  "SELECT 0",
  "INFO server",
  "CLIENT SETNAME me",
  "CLIENT GETNAME",
  "CLIENT ID",
  "CLIENT SETINFO LIB-NAME x",
  "CLIENT INFO",
  "CLIENT TRACKING off",
  "CLIENT REPLY on",
  "COMMAND COUNT",
  "COMMAND DOCS get",
  "TIME",
  "UNWATCH",
  "ACL WHOAMI",
];

/** 6.0, where CLIENT has no subcommands of its own, refuses what it does not know. */
const LATER_THAN_6_0 = ["CLIENT SETINFO LIB-NAME x", "CLIENT INFO"];

const READS = [
  "WATCH s",
  "GET s",
  "MGET s i",
  "EXISTS s",
  "TYPE s",
  "TTL s",
  "STRLEN s",
  "HGETALL h",
  "LRANGE l 0 -1",
  "SMEMBERS set",
  "ZRANGE z 0 -1",
  "XRANGE x - +",
  "XREAD COUNT 1 STREAMS x 0",
  "GEOPOS g here",
  "GEORADIUS_RO g 13 38 200 km",
  "BITCOUNT s",
  "BITFIELD_RO s GET u8 0",
  "SCAN 0",
  "DBSIZE",
  "KEYS *",
  "RANDOMKEY",
  "OBJECT ENCODING s",
  "MEMORY USAGE s",
  "DUMP s",
  "SORT_RO l",
  "LCS s i",
  "PUBSUB CHANNELS",
];

/** By whatever way one can write, and what might let one: a read-only user has none of it. */
const WRITES = [
  "SET stolen 1",
  "SETRANGE s 0 x",
  "APPEND s x",
  "GETSET s x",
  "GETEX s EX 100",
  "GETDEL s",
  "INCR i",
  "DEL s",
  "UNLINK s",
  "EXPIRE s 100",
  "PERSIST s",
  "RENAME s stolen",
  "COPY s stolen",
  "MOVE s 1",
  "HSET h stolen 1",
  "HGETEX h EX 100 FIELDS 1 f",
  "LPUSH l stolen",
  "LPOP l",
  "RPOPLPUSH l stolen",
  "LMOVE l stolen LEFT LEFT",
  "SADD set stolen",
  "SPOP set",
  "SUNIONSTORE stolen set",
  "ZADD z 9 stolen",
  "ZUNIONSTORE stolen 1 z",
  "ZRANGESTORE stolen z 0 -1",
  "ZPOPMIN z",
  "XADD x * stolen 1",
  "XGROUP CREATE x stolen $",
  "XREADGROUP GROUP group me COUNT 1 STREAMS x >",
  "XACK x group 1-1",
  "XDEL x 1-1",
  "SORT l STORE stolen",
  "SORT l",
  "GEOADD g 13 38 stolen",
  "GEORADIUS g 13 38 200 km STORE stolen",
  "GEORADIUSBYMEMBER g here 200 km STORE stolen",
  "GEOSEARCHSTORE stolen g FROMLONLAT 13 38 BYRADIUS 200 km",
  "BITFIELD s SET u8 0 1",
  "BITOP NOT stolen s",
  "SETBIT s 1 1",
  "PFADD hll stolen",
  "PFCOUNT hll",
  "PFMERGE stolen hll",
  "RESTORE stolen 0 x",
  "FLUSHDB",
  "FLUSHALL",
  "SWAPDB 0 1",
  "EVAL return_redis.call('set','stolen','1') 0",
  "EVAL_RO return_1 0",
  "EVALSHA 0000000000000000000000000000000000000000 0",
  "SCRIPT LOAD return_1",
  "FUNCTION LIST",
  "FUNCTION FLUSH",
  "FCALL f 0",
  "FCALL_RO f 0",
  "PUBLISH news text",
  "VADD v VALUES 1 1 stolen",
];

/** Of nobody but Berth. */
const ADMINISTRATION = [
  "CONFIG GET maxmemory",
  "CONFIG SET maxmemory 0",
  "CONFIG REWRITE",
  "ACL LIST",
  "ACL SETUSER default +@all",
  "ACL LOAD",
  "ACL GENPASS",
  "ACL DRYRUN default GET s",
  "REPLICAOF NO ONE",
  "SLAVEOF NO ONE",
  "FAILOVER",
  "MIGRATE h 1 k 0 1",
  "RESTORE-ASKING k 0 x",
  "MODULE LIST",
  "MODULE LOAD x",
  "SHUTDOWN NOSAVE",
  "DEBUG SLEEP 0",
  "CLUSTER INFO",
  "MONITOR",
  "SAVE",
  "BGSAVE",
  "BGREWRITEAOF",
  "SYNC",
  "PSYNC ? 0",
  "REPLCONF ack 0",
  "CLIENT KILL TYPE normal",
  "CLIENT PAUSE 1",
  "CLIENT UNBLOCK 1",
  "CLIENT NO-EVICT on",
];

const CACHE: Rights = {
  role: "custom",
  keyPatterns: ["cache:*"],
  categories: ["read", "write", "dangerous"],
};

/** For each role what is allowed and what is refused, beside what holds for all. */
const TABLE: [name: string, Rights, allowed: string[], refused: string[]][] = [
  ["role-read-only", { role: "read-only" }, READS, WRITES],
  [
    "role-read-write",
    { role: "read-write" },
    [
      ...READS,
      "SET mine 1",
      "EVAL return_1 0",
      "SORT l",
      "PFCOUNT hll",
      "PUBLISH a b",
      "CLIENT LIST",
      "SLOWLOG GET 1",
    ],
    [],
  ],
  [
    "role-custom",
    CACHE,
    ["SET cache:a 1", "GET cache:a", "DEL cache:a", "SCAN 0", "KEYS cache:*"],
    [
      "GET s",
      "SET stolen 1",
      "COPY cache:a stolen",
      "SUNIONSTORE stolen cache:set",
      "SORT cache:l BY s GET s",
      "EVAL return_1 0",
      "PUBLISH a b",
      "FLUSHDB",
      "FLUSHALL",
      "SWAPDB 0 1",
    ],
  ],
];

const FILL = [
  "SET s text",
  "SET i 1",
  "HSET h f v",
  "RPUSH l 2 1",
  "SADD set a",
  "ZADD z 1 a",
  "XADD x 1-1 a b",
  "XGROUP CREATE x group 0",
  "GEOADD g 13 38 here",
  "PFADD hll a b c",
];

/** Words with `_` for a space, since scripts have some. */
const wordsOf = (line: string): [string, ...string[]] => {
  const [name = "", ...words] = line.split(" ");
  return [name, ...words.map((word) => word.replaceAll("return_", "return "))];
};

const hashOf = (password: string) => createHash("sha256").update(password).digest("hex");

describe.each(offeredVersions(DEFAULT_CATALOG, REDIS).map((id) => versionOf(REDIS, id)))(
  "Redis $id",
  ({ id }) => {
    const version = versionOf(REDIS, id);
    const database = {
      instance,
      resourceId: `app-${5_000 + DEFAULT_CATALOG.findIndex((release) => release.version === id)}`,
    };
    const passwords = { owner: newPassword(), gateway: newPassword(), berth: newPassword() };
    const target = { serviceName: nodeName(database, 1), user: "berth", password: passwords.berth };
    const users = redisUsers(async () => link);
    const asBerth = <T>(work: (redis: Redis) => Promise<T>) => withConnection(async () => link, target, work);
    const rulesOf = (rights: Rights, { password, isOn = true }: { password: string; isOn?: boolean }) =>
      REDIS.ownUserRules(
        version,
        { name: "", isOn, isRemoved: false, passwordHash: hashOf(password), rights },
        { isOpen: true },
      );
    const password = newPassword();

    /** What becomes of a command, said by its error. */
    const verdict = async (redis: Redis, line: string): Promise<"allowed" | "refused" | "unknown"> => {
      try {
        await redis.call(...wordsOf(line));
        return "allowed";
      } catch (error) {
        const said = String(error);
        // Some are refused to everybody before it is asked who it is.
        if (/NOPERM|insufficient ACL|not allowed/.test(said)) return "refused";
        return /unknown (command|subcommand)|Unknown subcommand/i.test(said) ? "unknown" : "allowed";
      }
    };
    const signIn = async (name: string, secret = password): Promise<Redis> => {
      const redis = newClient(link, { ...target, user: name, password: secret });
      redis.on("error", () => {});
      await redis.connect();
      return redis;
    };

    beforeAll(async () => {
      await startNode(engine, { database, appName: "app", version: id, plan, passwords });
      await vi.waitFor(() => redisAdmin(async () => link).ping(target), WAIT);
      await asBerth(async (redis) => {
        for (const line of FILL) await redis.call(...wordsOf(line));
      });
    });
    afterAll(() => engine.removeService(target.serviceName, 90_000));

    redisUsersContract(async () => ({ users, target, missingServiceName: nodeName(database, 9) }));

    describe.each(TABLE)("%s", (name, rights, allowed, refused) => {
      test("may do what is its own, may not do what is not, and connects as ordinary libraries do", async () => {
        await users.apply(target, { set: [{ name, rules: rulesOf(rights, { password }) }], removed: [] });
        const changes = () =>
          asBerth(async (redis) => /rdb_changes_since_last_save:(\d+)/.exec(await redis.info())?.[1]);
        const before = await changes();
        const redis = await signIn(name);
        const said: Record<string, string> = {};
        const atConnect = AT_CONNECT.filter((line) => id !== "6.0.16" || !LATER_THAN_6_0.includes(line));
        for (const line of [...atConnect, ...allowed, ...refused, ...ADMINISTRATION])
          said[line] = await verdict(redis, line);
        redis.disconnect();
        const wrong = [
          ...[...atConnect, ...allowed].filter((line) => said[line] === "refused"),
          ...[...refused, ...ADMINISTRATION].filter((line) => said[line] === "allowed"),
        ];
        expect(wrong.map((line) => `${line}: ${said[line]}`)).toEqual([]);
        // A word of the table that no version knows would show nothing.
        expect(Object.values(said).filter((word) => word === "unknown").length).toBeLessThan(
          id === "6.0.16" ? 30 : 12,
        );
        expect(await asBerth((redis) => redis.exists("stolen"))).toBe(0);
        if (rights.role === "read-only") expect(await changes()).toBe(before);
      });

      test("is told beforehand what it may do, and nobody is left behind by that", async () => {
        const { rules, trials } = REDIS.preview(version, rights);
        const answers = await users.preview(target, { rules, trials });
        const told = Object.fromEntries(trials.map(({ words }, index) => [words.join(" "), answers[index]]));
        const key = rights.role === "custom" ? "cache:a" : "a";
        expect(told).toMatchObject({
          [`GET ${key}`]: true,
          [`SET ${key} value`]: rights.role !== "read-only",
          [`PFCOUNT ${key}`]: rights.role !== "read-only",
          "EVAL return 0": rights.role === "read-write",
          "CONFIG GET save": false,
          "ACL LIST": false,
          INFO: true,
        });
        if (rights.role === "custom") expect(answers.at(-1)).toBe(false);
        expect(JSON.stringify(await asBerth((redis) => redis.call("ACL", "USERS")))).not.toContain("preview");
      });
    });

    test("a new password, fewer rights, the switch and the end each end the connections that were let in before", async () => {
      const name = "switched";
      const other = newPassword();
      const set = async (secret: string, isOn = true) =>
        users.apply(target, {
          set: [{ name, rules: rulesOf({ role: "read-only" }, { password: secret, isOn }) }],
          removed: [],
        });
      const closed = (redis: Redis) => vi.waitFor(() => expect(redis.status).toBe("end"), WAIT);
      await set(password);
      const first = await signIn(name);
      await set(other);
      await closed(first);
      await expect(signIn(name)).rejects.toThrow();
      const second = await signIn(name, other);
      await set(other, false);
      await closed(second);
      await expect(signIn(name, other)).rejects.toThrow();
      await set(other);
      const third = await signIn(name, other);
      const file = await shell(await containerOf(engine, target.serviceName), "cat /data/users.acl");
      expect(file).toContain(`user ${name} on`);
      expect(file).not.toContain(other);
      await users.apply(target, { set: [], removed: [name] });
      await closed(third);
    });

    test("two passwords let in at once and nobody is disconnected; the former ends alone", async () => {
      const next = newPassword();
      const set = (secrets: string[]) =>
        users.adjust(target, [
          { name: "default", rules: REDIS.passwordRules(secrets.map(hashOf), { isOpen: true }) },
        ]);
      const old = await signIn("default", passwords.owner);
      await set([passwords.owner, next]);
      const young = await signIn("default", next);
      expect(await users.oldestConnection(target, ["default"])).toBeInstanceOf(Date);
      await set([next]);
      expect([await old.ping(), await young.ping()]).toEqual(["PONG", "PONG"]);
      await expect(signIn("default", passwords.owner)).rejects.toThrow();
      await users.disconnect(target, ["default"]);
      await vi.waitFor(() => expect([old.status, young.status]).toEqual(["end", "end"]), WAIT);
      await set([passwords.owner]);
    });

    test("during a long script nothing is done, and after it everything", async () => {
      const name = "scripting";
      const set = (isOn: boolean) =>
        users.apply(target, {
          set: [{ name, rules: rulesOf({ role: "read-write" }, { password, isOn }) }],
          removed: [],
        });
      await set(true);
      await asBerth((redis) => redis.config("SET", "lua-time-limit", 100));
      const redis = await signIn(name);
      const script = redis.eval("while true do end", 0).catch(() => {});
      await vi.waitFor(
        () => expect(set(false)).rejects.toMatchObject({ code: "unavailable", reason: "redis_busy" }),
        WAIT,
      );
      await asBerth((berth) => berth.script("KILL"));
      await script;
      await set(false);
      await vi.waitFor(() => expect(redis.status).toBe("end"), WAIT);
    });

    test("a node that no gateway may follow takes no change, unless that is meant", async () => {
      const change = { set: [], removed: ["nobody-here"] };
      await asBerth((redis) => redis.call("ACL", "SETUSER", "gateway", "off"));
      await expect(users.apply(target, change)).rejects.toMatchObject({ reason: "not_serving" });
      await users.apply(target, { ...change, isClosed: true });
      await asBerth((redis) => redis.call("ACL", "SETUSER", "gateway", "on"));
      await users.apply(target, change);
    });
  },
);
