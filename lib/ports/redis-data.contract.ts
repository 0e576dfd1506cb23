import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { jsonReply } from "../core/console/json-reply";
import type { RedisTarget } from "./redis-admin";
import type { RedisData } from "./redis-data";

/** A running, empty server, a user of it who may read and write, and the name of a service that is not there. */
export type RedisDataHarness = { data: RedisData; target: RedisTarget; missingServiceName: string };

const KIB = 1024;
const BINARY = Buffer.from([0, 255, 13, 10, 128, 58, 254]);

/** What every adapter of the ports guarantees. */
export function redisDataContract(make: () => Promise<RedisDataHarness>): void {
  describe("redis data", () => {
    let harness: RedisDataHarness;
    beforeAll(async () => {
      harness = await make();
    });
    const run = async (line: string, { database = 0, replyBytesMax = KIB, flags = [] as string[] } = {}) => {
      const { data, target } = harness;
      const words = line.split(" ").map((word) => Buffer.from(word));
      const admit = (said: readonly string[]) => void flags.push(...said);
      const { reply, wholeBytes, ms } = await data.console.run(target, {
        database,
        words,
        replyBytesMax,
        admit,
      });
      return { reply: jsonReply(reply), wholeBytes, ms };
    };
    const scan = (pattern = "", limit = 100) => ({
      pattern: Buffer.from(pattern),
      type: null,
      cursor: null,
      limit,
      timeMs: 1_000,
    });
    const place = (database: number) => ({ target: harness.target, database });

    it("a line is run in its database, and its reply has a type, a size and a time", async () => {
      expect(await run("PING")).toMatchObject({ reply: { type: "status", value: "PONG" } });
      expect(await run("SET k v", { database: 3 })).toMatchObject({ reply: { type: "status", value: "OK" } });
      expect(await run("GET k", { database: 3 })).toMatchObject({ reply: { type: "text", value: "v" } });
      const { reply, wholeBytes, ms } = await run("GET k");
      expect(reply).toEqual({ type: "nil" });
      expect(wholeBytes).toBeGreaterThan(0);
      expect(ms).toBeGreaterThan(0);
    });

    it("an error of the server is a reply", async () => {
      expect(await run("NOSUCH word")).toMatchObject({
        reply: { type: "error", value: expect.stringMatching(/^ERR unknown command/) },
      });
    });

    it("the server's own flags are told before, and what they throw keeps the line from being run", async () => {
      const flags: string[] = [];
      await run("GET k", { flags });
      expect(flags).toContain("readonly");
      const { data, target } = harness;
      const words = ["SET", "never", "1"].map((word) => Buffer.from(word));
      const admit = (said: readonly string[]) => {
        throw new Error(said.join(" "));
      };
      const line = { database: 0, words, replyBytesMax: KIB, admit };
      await expect(data.console.run(target, line)).rejects.toThrow(/\bwrite\b/);
      expect(await run("GET never")).toMatchObject({ reply: { type: "nil" } });
    });

    it("a reply beyond the limit is cut, and its whole size told", async () => {
      await run(`SET long ${"x".repeat(100 * KIB)}`);
      const { reply, wholeBytes } = await run("GET long");
      expect(reply).toEqual({ type: "text", value: "x".repeat(KIB), omitted: 99 * KIB });
      expect(wholeBytes).toBeGreaterThan(100 * KIB);
      expect(wholeBytes).toBeLessThan(101 * KIB);
    });

    it("there is help for every command", async () => {
      const commands = await harness.data.console.listCommands(harness.target);
      expect(commands).toContainEqual({
        name: "GET",
        syntax: "GET key",
        summary: expect.stringMatching(/value of a key/),
        group: "string",
      });
    });

    it("keys and values survive byte for byte, and are told with size and time", async () => {
      const { keys } = harness.data;
      await keys.change(place(4), BINARY, { kind: "set", value: BINARY, expected: null });
      await keys.change(place(4), BINARY, { kind: "expire", ttlMs: 100_000 });
      const { keys: rows, cursor, total } = await keys.list(place(4), scan());
      expect({ cursor, total }).toEqual({ cursor: null, total: 1 });
      expect(rows).toMatchObject([{ key: BINARY, type: "string", encoding: expect.stringMatching(/\w/) }]);
      expect(rows[0]?.ttlMs).toBeGreaterThan(90_000);
      expect(rows[0]?.memoryBytes).toBeGreaterThan(10);
      const view = await keys.read(place(4), BINARY, null);
      expect(view).toMatchObject({ length: 7, content: { type: "string", value: BINARY }, cursor: null });
      await keys.change(place(4), BINARY, { kind: "set", value: Buffer.from("new"), expected: BINARY });
      const after = await keys.read(place(4), BINARY, null);
      expect(after?.content).toEqual({ type: "string", value: Buffer.from("new") });
      // A change of the value leaves the time alone.
      expect(after?.ttlMs).toBeGreaterThan(90_000);
    });

    it("a change of what is not as it was seen is refused, and nothing is written", async () => {
      const { keys } = harness.data;
      const key = Buffer.from("guarded");
      const set = (value: string, expected: string | null) =>
        keys.change(place(4), key, {
          kind: "set",
          value: Buffer.from(value),
          expected: expected === null ? null : Buffer.from(expected),
        });
      await set("one", null);
      const refused = { code: "conflict", reason: "changed_meanwhile" };
      await expect(set("two", null)).rejects.toMatchObject(refused);
      await expect(set("two", "zero")).rejects.toMatchObject(refused);
      const view = await keys.read(place(4), key, null);
      expect(view?.content).toEqual({ type: "string", value: Buffer.from("one") });
    });

    it("a key is renamed but over no other, kept for good again, and deleted once", async () => {
      const { keys } = harness.data;
      const [from, to] = [Buffer.from("guarded"), Buffer.from("renamed")];
      await expect(keys.change(place(4), from, { kind: "rename", to: BINARY })).rejects.toMatchObject({
        code: "conflict",
        reason: "key_exists",
      });
      await keys.change(place(4), from, { kind: "rename", to });
      expect(await keys.read(place(4), from, null)).toBeNull();
      await keys.change(place(4), to, { kind: "expire", ttlMs: 100_000 });
      await keys.change(place(4), to, { kind: "expire", ttlMs: null });
      expect(await keys.read(place(4), to, null)).toMatchObject({ ttlMs: null });
      await keys.change(place(4), to, { kind: "delete" });
      for (const change of [
        { kind: "delete" },
        { kind: "rename", to: from },
        { kind: "expire", ttlMs: 5 },
      ] as const)
        await expect(keys.change(place(4), to, change)).rejects.toMatchObject({
          code: "not_found",
          reason: "key",
        });
    });

    it("keys are listed in pages, each one in some page; counted and deleted by pattern", async () => {
      const { keys } = harness.data;
      for (let number = 0; number < 60; number++)
        await keys.change(place(5), Buffer.from(`${number % 2 ? "odd" : "even"}:${number}`), {
          kind: "set",
          value: Buffer.from("x"),
          expected: null,
        });
      const seen = new Set<string>();
      for (let cursor: string | null = null, pages = 0; pages === 0 || cursor !== null; pages++) {
        const page = await keys.list(place(5), { ...scan("", 10), cursor });
        for (const { key } of page.keys) seen.add(key.toString());
        cursor = page.cursor;
        expect(page.keys.length).toBeLessThan(60);
      }
      expect(seen.size).toBe(60);
      expect(await keys.count(place(5), scan("odd:*", 1_000))).toEqual({ matched: 30, cursor: null });
      expect(await keys.deleteMatching(place(5), scan("odd:*", 1_000))).toEqual({
        matched: 30,
        cursor: null,
      });
      expect((await keys.list(place(5), scan("", 1_000))).total).toBe(30);
      const sampled = await harness.data.inspection.sampleMemory(place(5), { keysMax: 1_000, timeMs: 1_000 });
      expect(sampled.total).toBe(30);
      expect(sampled.keys.length).toBe(30);
      expect(sampled.keys[0]?.memoryBytes).toBeGreaterThan(5);
    });

    it("a place that no list has is refused", async () => {
      const bad = harness.data.keys.list(place(5), { ...scan(), cursor: "no-place" });
      await expect(bad).rejects.toMatchObject({ code: "invalid", reason: "cursor" });
    });

    it("a refused password is told, and never the password itself", async () => {
      const target = { ...harness.target, password: "wr0ng-passw0rd" };
      const { console: lines, keys, inspection } = harness.data;
      const line = { database: 0, words: [Buffer.from("PING")], replyBytesMax: KIB, admit: () => {} };
      for (const asked of [
        () => lines.run(target, line),
        () => keys.list({ target, database: 0 }, scan()),
        () => inspection.clients(target),
      ]) {
        const error = await asked().then(
          () => expect.fail("it did not fail"),
          (refused: unknown) => refused,
        );
        expect(error).toMatchObject({ code: "conflict", reason: "redis_auth_refused" });
        expect(inspect(error, { depth: 10 })).not.toContain(target.password);
      }
    });

    it("a service that is not there is told as such", async () => {
      const target = { ...harness.target, serviceName: harness.missingServiceName };
      const line = { database: 0, words: [Buffer.from("PING")], replyBytesMax: KIB, admit: () => {} };
      const away = { code: "unavailable", reason: "redis_unreachable" };
      await expect(harness.data.console.run(target, line)).rejects.toMatchObject(away);
      await expect(harness.data.keys.list({ target, database: 0 }, scan())).rejects.toMatchObject(away);
    });
  });
}
