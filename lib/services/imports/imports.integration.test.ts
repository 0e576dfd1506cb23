import { expect, test } from "vitest";
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

withDatabase();

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

test("somebody else's database is not found, and a token that only reads may not", async () => {
  const { ctx, owner, input } = await makeDatabase();
  const stranger = { ...makeContext(await makeUser()), imports: ctx.imports };
  const reader = { ...makeContext(owner, { actor: { scope: "read" } }), imports: ctx.imports };
  for (const ask of [checkImport, startImport, cancelImport] as const) {
    await expect(ask(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(reader, input)).rejects.toMatchObject({ code: "forbidden" });
  }
});

test.each(["", "http://redis.example.org", "redis://"])("%j is no source", (url) => {
  expect(StartImportInput.safeParse({ resourceId: "r-1", url }).success).toBe(false);
});
