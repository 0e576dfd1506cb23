import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newGuard } from "../../lib/adapters/messages/guard";
import type { End } from "../../lib/adapters/redis/import/ask";
import { compareKeys } from "../../lib/adapters/redis/import/compare";
import { copyKeys } from "../../lib/adapters/redis/import/copy";
import { lookAt } from "../../lib/adapters/redis/import/look";
import { withSource } from "../../lib/adapters/redis/import/source";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { decideImport } from "../../lib/core/imports/decide";
import type { ImportProgress } from "../../lib/core/imports/progress";
import { MINUTE_MS } from "../../lib/core/units";
import { findImport } from "../../lib/db/imports";
import { cancelImport } from "../../lib/services/imports/cancel-import";
import { checkImport } from "../../lib/services/imports/check-import";
import { startImport } from "../../lib/services/imports/start-import";
import { casesOf, isLong } from "../long";
import { ownAddress } from "../receivers";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { planOf } from "./dump-nodes";
import { differences, fillWithEveryType, onNode, scanEverything } from "./every-type";
import { startFarWay } from "./far-way";
import { type Source, startSource } from "./sources";
import { docker } from "./stack";

const KEYS = isLong ? 100_000 : 3_000;
/** Of the one that is killed in the middle, and the plan that holds them. */
const MANY = isLong
  ? { keys: 1_000_000, planId: "1g", aSecond: 50_000 }
  : { keys: KEYS, planId: "256m", aSecond: 500 };
const TEST_MS = (isLong ? 30 : 3) * MINUTE_MS;
const PASSWORD = "password-of-the-source";
const WAIT = { timeout: MINUTE_MS, interval: 50 };

const guard = newGuard([`${ownAddress()}/32`]);
const reach = ({ url }: Pick<Source, "url">) => ({ url, isCertificateChecked: false });

const sources: Source[] = [];
async function start(...given: Parameters<typeof startSource>): Promise<Source> {
  const source = await startSource(...given);
  sources.push(source);
  return source;
}

let berth: Awaited<ReturnType<typeof startControlPlane>>;
beforeAll(async () => {
  process.env.BERTH_IMPORT_NETWORKS = `${ownAddress()}/32`;
  berth = await startControlPlane();
});
afterAll(async () => {
  await Promise.all(sources.map(({ stop }) => stop()));
  expect(await berth.stop()).toEqual([]);
});

/** All but functions, which are no keys. */
async function keysOf(redis: Source["redis"], dumps: boolean) {
  const keys = await scanEverything(redis, { dumps });
  keys.delete("functions");
  return keys;
}

const endOf = ({ redis }: Pick<Source, "redis">): End => ({ redis, inWords: (error) => error });
const look = (from: Pick<Source, "url">) => withSource(guard, reach(from), lookAt);

/** As an import does it, into any server. */
async function copy(
  from: Pick<Source, "url">,
  to: Source,
  version: string,
  how: { from?: ImportProgress; report?: (progress: ImportProgress) => Promise<void> } = {},
) {
  const seen = await look(from);
  const decision = decideImport({
    source: seen,
    to: { engine: REDIS, version, plan: planOf("8g") },
    plans: [],
  });
  if (!decision.allowed) throw new Error(decision.message);
  const { way } = decision;
  const { keysByDatabase } = seen;
  const end = await withSource(guard, reach(from), (source) =>
    copyKeys({
      source,
      target: endOf(to),
      keysByDatabase,
      way,
      from: how.from ?? null,
      keysPerSecondMax: null,
      report: how.report ?? (async () => {}),
    }),
  );
  const compared = await withSource(guard, reach(from), (source) =>
    compareKeys({ source, target: endOf(to) }, Object.keys(keysByDatabase).map(Number), async () => {}),
  );
  return { way, end, compared };
}

const VERSIONS = ["6.0.16", "7.0.15", "8.0.2"];
const PAIRS = VERSIONS.flatMap((from) => VERSIONS.map((to) => [from, to] as const)).filter(
  ([a, b]) => a !== b,
);

test.each(casesOf(PAIRS, ([from, to]) => from === "8.0.2" && to === "6.0.16"))(
  "keys of every type come from Redis %s into %s, and the source is as it was",
  async (from, to) => {
    const [source, target] = [await start(from), await start(to)];
    await fillWithEveryType(source.redis, KEYS);
    await source.redis.select(0);
    await source.redis.set("empty", "");
    await source.redis.xadd("emptied", "5-5", "a", "b");
    await source.redis.xdel("emptied", "5-5");
    await source.redis.xgroup("CREATE", "emptied", "group", "0");
    const before = await keysOf(source.redis, false);
    const { compared, end, way } = await copy(source, target, to);
    expect(way).toBe(Number(from[0]) > Number(to[0]) ? "typed" : "dump");
    expect(end.keys).toBe(before.size);
    expect(compared).toMatchObject({ keys: before.size, sampledKeys: expect.any(Number) });
    expect(await keysOf(target.redis, false)).toEqual(before);
    expect(await keysOf(source.redis, false)).toEqual(before);
    await target.redis.select(0);
    // The next entry comes after those that were deleted.
    expect(String(await target.redis.call("XINFO", "STREAM", "emptied"))).toContain("last-generated-id,5-5");
    // A key that is not there is noticed.
    const compare = () =>
      withSource(guard, reach(source), (end) =>
        compareKeys({ source: end, target: endOf(target) }, [0], async () => {}),
      );
    await target.redis.del("empty");
    await expect(compare()).rejects.toMatchObject({ code: "conflict", reason: "keys_differ" });
  },
  TEST_MS,
);

const CHANGES: [string, ...(string | number)[]][] = [
  ["SET", "string", "other"],
  ["LSET", "list", 0, "other"],
  ["SADD", "set", "other"],
  ["HSET", "hash", "field", "other"],
  ["ZADD", "zset", 2, "member"],
  ["XADD", "stream", "2-1", "field", "value"],
  ["PEXPIRE", "string", 3_600_000],
];

test("a value, or a time to live, that is another one in the copy is noticed", async () => {
  const ends = [await start("7.0.15"), await start("7.0.15")];
  const [source, target] = ends;
  if (!source || !target) throw new Error("two servers are needed");
  const compare = () =>
    withSource(guard, reach(source), (end) =>
      compareKeys({ source: end, target: endOf(target) }, [0], async () => {}),
    );
  for (const change of CHANGES) {
    for (const { redis } of ends) {
      await redis.flushall();
      await redis.set("string", "value");
      await redis.rpush("list", "value");
      await redis.sadd("set", "value");
      await redis.hset("hash", "field", "value");
      await redis.zadd("zset", 1, "member");
      await redis.xadd("stream", "1-1", "field", "value");
    }
    expect(await compare()).toMatchObject({ keys: 6, sampledKeys: 6 });
    await target.redis.call(...change);
    await expect(compare(), change.join(" ")).rejects.toMatchObject({
      code: "conflict",
      reason: "keys_differ",
      message: expect.stringContaining("1 of 6 values"),
    });
  }
});

test(
  "a password alone, TLS with a certificate of its own, and a user who may only read",
  async () => {
    const target = await start("8.0.2");
    const locked = await start("6.0.16", {
      settings: ["--requirepass", PASSWORD],
      options: { password: PASSWORD },
      credentials: `:${PASSWORD}@`,
    });
    await fillWithEveryType(locked.redis, 500);
    expect((await copy(locked, target, "8.0.2")).compared.keys).toBeGreaterThan(500);
    for (const credentials of ["", ":mistaken@"])
      await expect(look({ url: locked.url.replace(`:${PASSWORD}@`, credentials) })).rejects.toMatchObject({
        code: "conflict",
        reason: "source_refused",
        message: expect.not.stringContaining("mistaken"),
      });

    await locked.redis.call("ACL", "SETUSER", "reader", "on", ">pass", "~*", "+@read");
    const reader = { url: locked.url.replace(`:${PASSWORD}@`, "reader:pass@") };
    // It may neither replicate, nor ask for INFO, nor choose another database.
    expect(await look(reader)).toMatchObject({
      name: null,
      usedMemoryBytes: null,
      refusedCommands: ["SELECT"],
    });
    expect((await copy(reader, target, "8.0.2")).way).toBe("dump");

    const folder = mkdtempSync(join(tmpdir(), "berth-source-"));
    const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
    execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...files, "-days", "2", "-subj", "/CN=source"],
      {
        stdio: "ignore",
      },
    );
    for (const file of ["", "key.pem", "cert.pem"]) chmodSync(join(folder, file), 0o755);
    const secure = await start("7.0.15", { tls: folder });
    await fillWithEveryType(secure.redis, 500);
    const checked = { url: secure.url, isCertificateChecked: true };
    await expect(withSource(guard, checked, lookAt)).rejects.toMatchObject({ reason: "source_tls_refused" });
    expect((await copy(secure, target, "8.0.2")).compared.keys).toBeGreaterThan(500);
    rmSync(folder, { recursive: true });

    await expect(withSource(newGuard([]), reach(locked), lookAt)).rejects.toMatchObject({
      code: "invalid",
      reason: "address_refused",
    });
    await secure.stop();
    await expect(look(secure)).rejects.toMatchObject({ code: "unavailable", reason: "source_unreachable" });
  },
  TEST_MS,
);

test(
  "a source behind 20 ms of latency is copied whole",
  async () => {
    const [source, target] = [await start("7.0.15"), await start("8.0.2")];
    await fillWithEveryType(source.redis, KEYS);
    const far = await startFarWay(source.url, 20);
    try {
      const all = await keysOf(source.redis, false);
      expect((await copy(far, target, "8.0.2")).compared.keys).toBe(all.size);
      expect(await keysOf(target.redis, false)).toEqual(all);
    } finally {
      await far.close();
    }
  },
  TEST_MS,
);

test(
  "a copy that ended in the middle goes on where it was",
  async () => {
    const [source, target] = [await start("7.0.15"), await start("7.0.15")];
    await source.redis.mset(
      Array.from({ length: 5_000 }, (_, index) => [`key:${index}`, String(index)]).flat(),
    );
    const places: ImportProgress[] = [];
    const cut = new Error("cut");
    const report = async (progress: ImportProgress) => {
      places.push(progress);
      if (places.length === 2) throw cut;
    };
    await expect(copy(source, target, "7.0.15", { report })).rejects.toBe(cut);
    const [, from] = places;
    if (!from) throw new Error("no place was reported");
    const gone: number[] = [];
    const { end } = await copy(source, target, "7.0.15", {
      from,
      report: async ({ keys }) => void gone.push(keys),
    });
    expect(gone[0]).toBeGreaterThan(from.keys);
    expect(end.keys).toBe(5_000);
    // Another life of the source: places in it mean nothing.
    const { end: anew } = await copy(source, target, "7.0.15", { from: { ...from, sourceRun: "another" } });
    expect(anew.keys).toBe(5_000);
  },
  TEST_MS,
);

test(
  "an import survives the death of its worker, can be cancelled, and takes over with every key",
  async () => {
    const source = await start("7.0.15", {
      settings: ["--requirepass", PASSWORD],
      options: { password: PASSWORD },
      credentials: `:${PASSWORD}@`,
    });
    await fillWithEveryType(source.redis, MANY.keys);
    const all = await keysOf(source.redis, false);
    const app = "imports";
    const { resourceId, operationId } = await askForDatabase(berth.ctx, app, MANY.planId, "8.0.2");
    expect(await operationEnded(berth.ctx, { app, operationId })).toMatchObject({ status: "succeeded" });
    await onNode(resourceId, (redis) => redis.set("present", "1"));
    const input = { resourceId, ...reach(source) };
    expect(await checkImport(berth.ctx, input)).toMatchObject({
      sourceName: "Redis 7.0.15",
      keys: all.size,
      present: { keys: 1 },
      way: "dump",
      isAllowed: true,
    });
    await expect(startImport(berth.ctx, input)).rejects.toMatchObject({ reason: "data_present" });

    const slow = await startImport(berth.ctx, { ...input, acceptsLoss: true, keysPerSecondMax: 200 });
    await stepBegun(berth.ctx, { app, operationId: slow.id }, "copy-keys");
    // One that hangs keeps nobody waiting either.
    await docker("pause", source.name);
    const askedAt = Date.now();
    await cancelImport(berth.ctx, { resourceId });
    expect(await operationEnded(berth.ctx, { app, operationId: slow.id })).toMatchObject({
      status: "failed",
      error: { reason: "import_cancelled" },
    });
    expect(Date.now() - askedAt).toBeLessThan(30_000);
    await docker("unpause", source.name);
    expect(await onNode(resourceId, (redis) => redis.get("present"))).toBe("1");

    const { id } = await startImport(berth.ctx, {
      ...input,
      acceptsLoss: true,
      keysPerSecondMax: MANY.aSecond,
    });
    const copied = async () => (await findImport(id))?.progress?.keys ?? 0;
    await vi.waitFor(async () => expect(await copied()).toBeGreaterThan(MANY.keys / 3), WAIT);
    await berth.killWorker();
    const before = await copied();
    expect(before, "it is killed in the middle").toBeLessThan(all.size);
    berth.startWorker();
    // It goes on where it was: a copy that begins anew tells of fewer keys first.
    await vi.waitFor(async () => expect(await copied()).not.toBe(before), WAIT);
    expect(await copied()).toBeGreaterThan(before);
    expect(await operationEnded(berth.ctx, { app, operationId: id })).toMatchObject({
      status: "succeeded",
      error: null,
    });
    expect(differences(await onNode(resourceId, (redis) => keysOf(redis, false)), all)).toEqual([]);
  },
  TEST_MS,
);
