import { beforeEach, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryRedisImports } from "../../adapters/redis/memory-import";
import { StartImportInput } from "../../contract/imports";
import { GIB } from "../../core/units";
import { prisma } from "../../db/client";
import type { Context } from "../context";
import { cancelImport } from "./cancel-import";
import { checkImport } from "./check-import";
import { startImport } from "./start-import";
import { switchImport } from "./switch-import";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const URL = "redis://:password-of-the-source@redis.example.org";

async function makeDatabase() {
  const { ctx: plain, app, owner } = await makeApp();
  const imports = memoryRedisImports();
  const ctx: Context = { ...plain, imports };
  const { resourceId } = await makeAddon(ctx, app);
  return { ctx, imports, owner, input: { resourceId, url: URL } };
}

test("a look says what there is and what would happen, and begins nothing", async () => {
  const { ctx, input } = await makeDatabase();
  expect(await checkImport(ctx, input)).toEqual({
    source: "redis.example.org:6379",
    sourceName: "Redis",
    usedMemoryBytes: 1_000_000,
    keysByDatabase: { 0: 4, 2: 2 },
    keys: 6,
    modules: [],
    present: { keys: 0, usedMemoryBytes: 1_000_000, version: "8.0.2" },
    way: "dump",
    replication: { isAllowed: true, reason: null, message: null },
    notes: [],
    isAllowed: true,
    reason: null,
    message: null,
  });
  expect(await prisma().import.count()).toBe(0);
});

test("what does not fit is said by the look and refused by the start", async () => {
  const { ctx, imports, input } = await makeDatabase();
  imports.setLook({ usedMemoryBytes: 100 * GIB });
  expect(await checkImport(ctx, input)).toMatchObject({
    isAllowed: false,
    reason: "data_too_large",
    way: null,
  });
  await expect(startImport(ctx, input)).rejects.toMatchObject({ code: "conflict", reason: "data_too_large" });
  await expect(startImport(ctx, { ...input, url: "redis://wrong" })).rejects.toMatchObject({
    reason: "source_refused",
  });
});

test("keys that are there are replaced with a yes alone, and nothing of the URL is kept in the clear", async () => {
  const { ctx, input } = await makeDatabase();
  const info = await ctx.redis.info({ serviceName: "any", user: "", password: "" });
  const filled: Context = { ...ctx, redis: { ...ctx.redis, info: async () => ({ ...info, keys: 9 }) } };
  await expect(startImport(filled, input)).rejects.toMatchObject({
    code: "conflict",
    reason: "data_present",
  });
  const operation = await startImport(filled, { ...input, acceptsLoss: true });
  expect(operation).toMatchObject({ kind: "import", status: "queued", resourceId: input.resourceId });
  expect(operation.steps.map(({ name }) => name)).toContain("back-up-first");
  const [row] = await prisma().import.findMany();
  expect(row).toMatchObject({ operationId: operation.id, source: "redis.example.org:6379", way: "dump" });
  expect(ctx.cipher.decrypt(row?.urlEncrypted ?? "")).toBe(URL);
  await expect(startImport(filled, { ...input, acceptsLoss: true })).rejects.toMatchObject({
    reason: "operation_running",
  });
  expect(await cancelImport(ctx, input)).toMatchObject({ id: operation.id });
});

test("an empty database is not backed up first", async () => {
  const { ctx, input } = await makeDatabase();
  const { steps } = await startImport(ctx, input);
  expect(steps.map(({ name }) => name)).not.toContain("back-up-first");
});

test("a source that cannot be followed is copied, and the look says why", async () => {
  const { ctx, imports, input } = await makeDatabase();
  imports.setLook({ refusedCommands: ["PSYNC"] });
  expect(await checkImport(ctx, input)).toMatchObject({
    isAllowed: true,
    replication: { isAllowed: false, reason: "replication_forbidden", message: expect.any(String) },
  });
  for (const mode of ["replicate", "stay_in_step"] as const)
    await expect(startImport(ctx, { ...input, mode })).rejects.toMatchObject({
      code: "conflict",
      reason: "replication_forbidden",
      fields: { mode: [expect.any(String)] },
    });
  expect(await prisma().import.count()).toBe(0);
});

test("each mode has its steps, and a pace is for copies alone", async () => {
  const { ctx, input } = await makeDatabase();
  const paced = { ...input, mode: "replicate", keysPerSecondMax: 5 } as const;
  await expect(startImport(ctx, paced)).rejects.toMatchObject({ reason: "pace_of_replica" });
  const { steps } = await startImport(ctx, { ...input, mode: "stay_in_step" });
  const names = steps.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["open-relay", "follow-source", "stay-in-step", "leave-source"]),
  );
  expect(names).not.toContain("copy-keys");
  expect(await prisma().import.findMany()).toMatchObject([{ mode: "stay_in_step" }]);
  await expect(switchImport(ctx, input)).rejects.toMatchObject({ code: "conflict", reason: "not_in_step" });
});

test("so many stay in step at once, and no more", async () => {
  const { ctx, input } = await makeDatabase();
  const staying = { ...input, mode: "stay_in_step" } as const;
  for (let count = 0; count < 8; count += 1) {
    const { ctx: other, input: theirs } = await makeDatabase();
    await startImport(other, { ...theirs, mode: "stay_in_step" });
  }
  await expect(startImport(ctx, staying)).rejects.toMatchObject({ reason: "too_many_in_step" });
  await prisma().operation.updateMany({ data: { finishedAt: new Date(), status: "succeeded" } });
  expect(await startImport(ctx, staying)).toMatchObject({ kind: "import" });
});

test("somebody else's database is not found, and a token that only reads may not", async () => {
  const { ctx, owner, input } = await makeDatabase();
  const stranger = { ...makeContext(await makeUser()), imports: ctx.imports };
  const reader = { ...makeContext(owner, { actor: { scope: "read" } }), imports: ctx.imports };
  for (const ask of [checkImport, startImport, switchImport, cancelImport] as const) {
    await expect(ask(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(reader, input)).rejects.toMatchObject({ code: "forbidden" });
  }
});

test.each(["", "http://redis.example.org", "redis://"])("%j is no source", (url) => {
  expect(StartImportInput.safeParse({ resourceId: "r-1", url }).success).toBe(false);
});
