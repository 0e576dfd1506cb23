import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { redisAdmin } from "../../lib/adapters/redis/admin";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { redisData } from "../../lib/adapters/redis/data";
import { jsonReply } from "../../lib/core/console/json-reply";
import { type CommandFlags, judgeCommand } from "../../lib/core/console/rules";
import { splitLine } from "../../lib/core/console/words";
import { nodeName } from "../../lib/core/databases/names";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions } from "../../lib/core/engines/versions";
import { DomainError } from "../../lib/core/errors";
import type { KeyChange, KeyContent } from "../../lib/core/keys/key";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { redisDataContract } from "../../lib/ports/redis-data.contract";
import {
  containerOf,
  newInstanceId,
  newPassword,
  removeEverything,
  shell,
  startLink,
  startNode,
} from "./stack";

const VERSIONS = offeredVersions(DEFAULT_CATALOG, REDIS);
const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
const plan = DEFAULT_PLANS[0]!;
const PONG_WAIT = { timeout: 30_000, interval: 100 };
const MIB = 1024 ** 2;
let link: LinkAddress;

beforeAll(async () => {
  link = await startLink(engine, instance);
});
afterAll(async () => {
  await removeEverything(instance);
  expect(await engine.listResources()).toEqual([]);
});

const bytes = (text: string) => Buffer.from(text);
const BINARY = Buffer.from([0, 255, 13, 10, 58, 128]);
const ALL = { pattern: Buffer.alloc(0), type: null, cursor: null, limit: 1_000, timeMs: 5_000 };

/** Lines that must not run while the console is locked, whatever the version: each could write. */
const WRITES = [
  "SET k v",
  "EVAL \"return redis.call('SET', 'k', 'v')\" 0",
  "EVALSHA 0 0",
  "SORT l",
  "SORT l STORE m",
  "GEORADIUS g 0 0 1 km STORE m",
  "BITFIELD k SET u8 0 1",
  "GETSET k v",
  "GETEX k EX 1",
  "GETDEL k",
  "FCALL f 0",
  "XREADGROUP GROUP g c STREAMS s >",
  "XAUTOCLAIM s g c 0 0",
  "XGROUP CREATE s g $",
  "SPOP s",
  "PUBLISH c m",
  "SCRIPT FLUSH",
  "FUNCTION FLUSH",
  "MEMORY PURGE",
  "SLOWLOG RESET",
  "LATENCY RESET",
  "CONFIG SET timeout 1",
  "ACL SETUSER x",
  "REPLICAOF NO ONE",
  "SHUTDOWN",
  "DEBUG SLEEP 1",
  "RESTORE k 0 x",
  "COPY k l",
  "PFADD p a",
  "PFMERGE p q",
  "SWAPDB 0 1",
  "FLUSHALL",
];

const READS = [
  "GET k",
  "KEYS *",
  "SCAN 0",
  "HGETALL h",
  "ZRANGE z 0 -1 WITHSCORES",
  "XRANGE s - +",
  "XREAD COUNT 1 STREAMS s 0",
  "TYPE k",
  "TTL k",
  "OBJECT ENCODING k",
  "MEMORY USAGE k",
  "DBSIZE",
  "INFO server",
  "CLIENT LIST",
  "COMMAND COUNT",
  "SLOWLOG GET 1",
  "PING",
];

describe.each(VERSIONS)("the data of Redis %s", (version) => {
  const number = 3_300 + VERSIONS.indexOf(version);
  const database = { instance, resourceId: `data${number}-${number}` };
  const passwords = { owner: newPassword(), gateway: newPassword(), berth: newPassword() };
  const serviceName = nodeName(database, 1);
  const berth = { serviceName, user: "berth", password: passwords.berth };
  const owner = { serviceName, user: database.resourceId, password: passwords.owner };
  const data = redisData(async () => link);
  const place = { target: owner, database: 2 };
  let node: string;

  beforeAll(async () => {
    await startNode(engine, { database, appName: `data${number}`, version, plan, passwords });
    await vi.waitFor(() => redisAdmin(async () => link).ping(berth), PONG_WAIT);
    node = await containerOf(engine, serviceName);
  });

  redisDataContract(async () => ({ data, target: owner, missingServiceName: nodeName(database, 2) }));

  const run = async (line: string, { isUnlocked = true, confirm = "", target = owner } = {}) => {
    const words = splitLine(line) ?? [];
    const admit = (flags: CommandFlags) => {
      const verdict = judgeCommand(words.map(String), flags, { isUnlocked, confirm });
      if (!verdict.allowed) throw new DomainError("forbidden", verdict.reason, verdict.message);
    };
    const told = await data.console.run(target, { database: 2, words, replyBytesMax: MIB, admit });
    return jsonReply(told.reply);
  };
  const asBerth = (command: string) =>
    shell(node, `redis-cli --user berth ${command}`, { REDISCLI_AUTH: passwords.berth });

  it("while it is locked nothing runs that could write, and what reads does", async () => {
    for (const line of WRITES)
      await expect(run(line, { isUnlocked: false }), line).rejects.toMatchObject({ code: "forbidden" });
    for (const line of READS) {
      const reply = await run(line, { isUnlocked: false });
      expect(JSON.stringify(reply), line).not.toMatch(/"error","value":"(?!ERR no such key)/);
    }
    expect(await run("DBSIZE", { isUnlocked: false })).toEqual({ type: "integer", value: "0" });
  });

  it("unlocked it has the rights of the database's own user, and no more", async () => {
    for (const line of ["CONFIG GET maxmemory", "ACL LIST", "REPLICAOF NO ONE", "SHUTDOWN NOSAVE"])
      expect(await run(line), line).toMatchObject({ type: "error", value: expect.stringMatching(/^NOPERM/) });
    expect(await run("ACL WHOAMI")).toEqual({ type: "text", value: database.resourceId });
  });

  it("replies have their types", async () => {
    await run("HSET h f v");
    await run("ZADD z 1.5 m");
    await run("XADD s 1-1 f v");
    await run("SADD set a");
    const text = (value: string) => ({ type: "text", value });
    expect(await run("HGETALL h")).toEqual({ type: "map", items: [text("f"), text("v")] });
    expect(await run("SMEMBERS set")).toEqual({ type: "set", items: [text("a")] });
    expect(await run("ZRANGE z 0 -1 WITHSCORES")).toEqual({
      type: "list",
      items: [{ type: "list", items: [text("m"), { type: "double", value: "1.5" }] }],
    });
    expect(await run("XRANGE s - +")).toEqual({
      type: "list",
      items: [{ type: "list", items: [text("1-1"), { type: "list", items: [text("f"), text("v")] }] }],
    });
    expect(await run("GET missing")).toEqual({ type: "nil" });
    expect(await run("FLUSHDB", { confirm: "FLUSHDB" })).toEqual({ type: "status", value: "OK" });
  });

  it("of a reply of many megabytes one is kept, in steady memory", async () => {
    await run(`EVAL "redis.call('SET', 'big', string.rep('x', 3000000))" 0`, { confirm: "EVAL" });
    const before = process.memoryUsage().arrayBuffers;
    const line = { database: 2, replyBytesMax: MIB, admit: () => {} };
    const big = await data.console.run(owner, { ...line, words: [bytes("GET"), bytes("big")] });
    expect(big.reply).toMatchObject({ type: "text", omitted: 3_000_000 - MIB });
    expect(big.wholeBytes).toBeGreaterThan(3_000_000);
    await run("DEL big");
    const filled = `EVAL "for i = 1, 100000 do redis.call('RPUSH', 'many', 'item ' .. i) end" 0`;
    expect(await run(filled, { confirm: "EVAL" })).toEqual({ type: "nil" });
    const many = await data.console.run(owner, { ...line, words: splitLine("LRANGE many 0 -1") ?? [] });
    if (many.reply.type !== "list") expect.fail("no list");
    expect(many.reply.items.length + (many.reply.omitted ?? 0)).toBe(100_000);
    expect(many.reply.omitted).toBeGreaterThan(10_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * MIB);
    await run("FLUSHDB", { confirm: "FLUSHDB" });
  });

  it("there is help for what the version has, with syntax and summary", async () => {
    const commands = await data.console.listCommands(owner);
    const names = new Set(commands.map(({ name }) => name));
    const known = Number((await asBerth("COMMAND COUNT")).trim());
    expect(names.size).toBe(commands.length);
    expect(names.size).toBeGreaterThanOrEqual(known - 20);
    for (const name of ["XGROUP CREATE", "ZADD", "MEMORY USAGE", "SCAN"]) expect(names).toContain(name);
    expect(names.has("EVAL_RO")).toBe(version !== "6.0.16");
    expect(commands.find(({ name }) => name === "SET")?.syntax).toMatch(/^SET key value \[.*EX seconds/);
    expect(
      commands.filter(({ group }) => group !== "module").filter(({ summary }) => summary === ""),
    ).toEqual([]);
  });

  const KEY = Buffer.concat([bytes("type:"), BINARY]);
  const contentOf = async (key = KEY): Promise<KeyContent | undefined> =>
    (await data.keys.read(place, key, null))?.content;
  const change = (made: KeyChange, key = KEY) => data.keys.change(place, key, made);
  const gone = { code: "conflict", reason: "changed_meanwhile" };

  it("a hash, byte for byte, guarded against lost changes", async () => {
    await change({ kind: "set_field", field: BINARY, value: BINARY, expected: null });
    expect(await contentOf()).toEqual({ type: "hash", fields: [{ field: BINARY, value: BINARY }] });
    await change({ kind: "set_field", field: BINARY, value: bytes("2"), expected: BINARY });
    await expect(
      change({ kind: "set_field", field: BINARY, value: bytes("3"), expected: BINARY }),
    ).rejects.toMatchObject(gone);
    await expect(change({ kind: "remove_field", field: BINARY, expected: BINARY })).rejects.toMatchObject(
      gone,
    );
    expect(await contentOf()).toEqual({ type: "hash", fields: [{ field: BINARY, value: bytes("2") }] });
    await change({ kind: "remove_field", field: BINARY, expected: bytes("2") });
    expect(await contentOf()).toBeUndefined();
  });

  it("a list: added, changed and removed in its place", async () => {
    for (const item of [BINARY, bytes("same"), bytes("same")])
      await change({ kind: "push", value: item, end: "tail" });
    await change({ kind: "push", value: bytes("first"), end: "head" });
    await change({ kind: "set_item", index: 1, value: bytes("second"), expected: BINARY });
    await expect(
      change({ kind: "set_item", index: 1, value: BINARY, expected: BINARY }),
    ).rejects.toMatchObject(gone);
    await change({ kind: "remove_item", index: 3, expected: bytes("same") });
    const items = ["first", "second", "same"].map(bytes);
    expect(await contentOf()).toEqual({ type: "list", from: 0, items });
    // Of another type now: what was seen is not there any more.
    await expect(change({ kind: "set", value: BINARY, expected: BINARY })).rejects.toMatchObject(gone);
    await change({ kind: "delete" });
  });

  it("a set, a sorted set and a stream", async () => {
    await change({ kind: "add_member", member: BINARY });
    expect(await contentOf()).toEqual({ type: "set", members: [BINARY] });
    await change({ kind: "remove_member", member: BINARY });
    await expect(change({ kind: "remove_member", member: BINARY })).rejects.toMatchObject({
      code: "not_found",
    });
    await change({ kind: "set_score", member: BINARY, score: "1.5", expected: null });
    await change({ kind: "set_score", member: BINARY, score: "-2", expected: "1.5" });
    await expect(
      change({ kind: "set_score", member: BINARY, score: "3", expected: "1.5" }),
    ).rejects.toMatchObject(gone);
    expect(await contentOf()).toEqual({ type: "zset", members: [{ member: BINARY, score: "-2" }] });
    await change({ kind: "remove_scored", member: BINARY, expected: "-2" });
    await change({ kind: "add_entry", fields: [{ field: BINARY, value: BINARY }] });
    const stream = await contentOf();
    expect(stream).toMatchObject({
      type: "stream",
      entries: [{ fields: [{ field: BINARY, value: BINARY }] }],
    });
    const id = stream?.type === "stream" ? (stream.entries[0]?.id ?? "") : "";
    await change({ kind: "remove_entry", id });
    expect(await contentOf()).toEqual({ type: "stream", entries: [] });
    await change({ kind: "delete" });
  });

  it("what is large is read in pages, and every part is in one", async () => {
    const fill = (body: string) => run(`EVAL "for i = 1, 1250 do ${body} end" 0`, { confirm: "EVAL" });
    await fill("redis.call('HSET', 'hash', 'f' .. i, string.rep('v', 100))");
    await fill("redis.call('RPUSH', 'list', 'v' .. i)");
    await fill("redis.call('SADD', 'set', 'v' .. i)");
    await fill("redis.call('ZADD', 'zset', i, 'v' .. i)");
    await fill("redis.call('XADD', 'stream', i .. '-1', 'f', 'v' .. i)");
    await run(`EVAL "redis.call('SET', 'string', string.rep('abcd', 600000))" 0`, { confirm: "EVAL" });
    const partsOf = (content: KeyContent): string[] => {
      switch (content.type) {
        case "hash":
          return content.fields.map(({ field }) => field.toString());
        case "list":
          return content.items.map(String);
        case "set":
          return content.members.map(String);
        case "zset":
          return content.members.map(({ member }) => member.toString());
        case "stream":
          return content.entries.map(({ id }) => id);
        default:
          return [];
      }
    };
    for (const name of ["hash", "list", "set", "zset", "stream"]) {
      const seen: string[] = [];
      for (let cursor: string | null = null, pages = 0; pages === 0 || cursor !== null; pages++) {
        const view = await data.keys.read(place, bytes(name), cursor);
        expect(view?.length).toBe(1_250);
        const parts = view ? partsOf(view.content) : [];
        expect(parts.length).toBeLessThan(400);
        seen.push(...parts);
        cursor = view?.cursor ?? null;
      }
      expect(new Set(seen).size, name).toBe(1_250);
    }
    const first = await data.keys.read(place, bytes("string"), null);
    expect(first).toMatchObject({ length: 2_400_000, cursor: String(MIB) });
    expect(first?.content.type === "string" && first.content.value.length).toBe(MIB);
    await expect(data.keys.read(place, bytes("stream"), "x")).rejects.toMatchObject({ reason: "cursor" });
    const ofType = await data.keys.list(place, { ...ALL, type: "zset" });
    expect(ofType.keys.map(({ key }) => key.toString())).toEqual(["zset"]);
    await run("FLUSHDB", { confirm: "FLUSHDB" });
  });

  it.each(["", "user:*"])(
    "pages of %j are about as long as was asked for, and each key is in one",
    async (pattern) => {
      const body = "redis.call('SET', 'user:' .. i, i) redis.call('SET', 'item:' .. i, i)";
      await run(`EVAL "for i = 1, 1000 do ${body} end" 0`, { confirm: "EVAL" });
      const seen = new Set<string>();
      for (let cursor: string | null = null, pages = 0; pages === 0 || cursor !== null; pages++) {
        const page = await data.keys.list(place, { ...ALL, pattern: bytes(pattern), limit: 50, cursor });
        expect(page.keys.length).toBeLessThan(100);
        for (const { key, type } of page.keys) seen.add(`${type} ${key.toString("latin1")}`);
        cursor = page.cursor;
        if (cursor !== null) expect(page.keys.length).toBeGreaterThanOrEqual(50);
      }
      expect(seen.size).toBe(pattern === "" ? 2_000 : 1_000);
      expect(seen).toContain("string user:1000");
      await run("FLUSHDB", { confirm: "FLUSHDB" });
    },
  );

  it.runIf(version === "8.0.2")("the own time of a field stays when its value changes", async () => {
    await run("HSET timed f 1");
    await run("HEXPIRE timed 1000 FIELDS 1 f");
    await change(
      { kind: "set_field", field: bytes("f"), value: bytes("2"), expected: bytes("1") },
      bytes("timed"),
    );
    const ttl = JSON.stringify(await run("HTTL timed FIELDS 1 f"));
    expect(Number(/\d{3,}/.exec(ttl)?.[0])).toBeGreaterThan(900);
  });

  it("a change between the look and the act is noticed: one of two wins", async () => {
    const key = bytes("raced");
    await change({ kind: "set", value: bytes("0"), expected: null }, key);
    for (let round = 0; round < 8; round++) {
      const expected = bytes(String(round));
      const tries = await Promise.allSettled(
        [0, 1].map((side) =>
          change(
            { kind: "set", value: bytes(side === 0 ? String(round + 1) : `lost ${round}`), expected },
            key,
          ),
        ),
      );
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const now = await contentOf(key);
      if (now?.type === "string")
        await change({ kind: "set", value: bytes(String(round + 1)), expected: now.value }, key);
    }
  });

  it("the slow log hides what is secret and what is Berth's; clients are those of people", async () => {
    await asBerth("CONFIG SET slowlog-log-slower-than 0");
    const secret = randomBytes(8).toString("hex");
    await asBerth(`ACL SETUSER secretive on '>${secret}' '~*' +@read`);
    await run(`SET session:1 ${"long ".repeat(1)}`.trim());
    await asBerth("CONFIG SET slowlog-log-slower-than 10000");
    const log = await data.inspection.slowLog(berth, 128);
    expect(log).toMatchObject({ thresholdMs: 10, max: 128 });
    expect(log.entries.map(({ command }) => command)).toContain("SET session:1 long");
    const said = JSON.stringify(log.entries);
    expect(said).not.toContain(secret);
    expect(said).not.toMatch(/CONFIG|SETUSER/);
    expect(log.entries[0]?.at.getTime()).toBeGreaterThan(Date.now() - 60_000);
    await asBerth("ACL DELUSER secretive");

    const hold = "(echo CLIENT SETNAME holder; sleep 2) | redis-cli";
    const held = shell(node, hold, { REDISCLI_AUTH: passwords.owner });
    const holder = await vi.waitFor(async () => {
      const found = (await data.inspection.clients(berth)).find(({ name }) => name === "holder");
      if (!found) throw new Error("not yet");
      return found;
    }, PONG_WAIT);
    expect(holder).toMatchObject({
      user: "default",
      database: 0,
      lastCommand: expect.stringMatching(/^client/),
    });
    expect((await data.inspection.clients(berth)).map(({ user }) => user)).not.toContain("berth");
    const { id, address } = holder;
    const wrong = data.inspection.disconnect(berth, { id, address: "10.9.9.9:1" });
    await expect(wrong).rejects.toMatchObject({ code: "not_found", reason: "client" });
    await data.inspection.disconnect(berth, { id, address });
    expect(await data.inspection.clients(berth)).not.toContainEqual(
      expect.objectContaining({ name: "holder" }),
    );
    await held;
  });

  it("latency is told by command, and memory by prefix", async () => {
    await run(`EVAL "for i = 1, 5000 do redis.call('SET', 'user:' .. i, string.rep('x', 100)) end" 0`, {
      confirm: "EVAL",
    });
    const latency = await data.inspection.latency(berth);
    expect(latency.pingMs.every((ms) => ms > 0)).toBe(true);
    const ping = latency.commands.find(({ command }) => command === "EVAL");
    expect(ping?.calls).toBeGreaterThan(0);
    expect(ping?.p99Ms === null).toBe(version === "6.0.16");
    const sampled = await data.inspection.sampleMemory(
      { target: berth, database: 2 },
      { keysMax: 1_000, timeMs: 5_000 },
    );
    expect(sampled.total).toBeGreaterThanOrEqual(5_000);
    expect(sampled.keys.length).toBeGreaterThanOrEqual(1_000);
    expect(sampled.keys.length).toBeLessThan(2_000);
    await run("FLUSHDB", { confirm: "FLUSHDB" });
  });
});
