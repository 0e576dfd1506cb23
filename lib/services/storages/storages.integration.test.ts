import { beforeEach, describe, expect, test } from "vitest";
import { INSTANCE, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryStorages } from "../../adapters/storage/memory";
import { StorageInput } from "../../contract/storages";
import { DomainError } from "../../core/errors";
import { prisma } from "../../db/client";
import { insertFirstStorage } from "../../db/storages";
import { addStorage } from "./add-storage";
import { downloadRecoveryKey } from "./download-recovery-key";
import { findKeyGiven } from "./find-key-given";
import { listStorages } from "./list-storages";
import { removeStorage } from "./remove-storage";
import { tryStorage } from "./try-storage";

withDatabase();
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE "storages" CASCADE`;
  await prisma().secret.deleteMany();
});

async function makeAdmin() {
  const storages = memoryStorages();
  const ctx = makeContext(await makeUser({ isAdmin: true }), { openStorage: storages.open });
  return { ctx, storages };
}

const S3 = {
  kind: "s3",
  name: "elsewhere",
  endpoint: "https://s3.example.org",
  region: "eu-1",
  bucket: "backups",
  prefix: "berth",
  accessKeyId: "AK",
  secretAccessKey: "very secret",
} as const;
const folder = (name: string, path = `/${name}`) => ({ kind: "folder", name, path }) as const;

test("a storage is tried before it is kept, leaves nothing behind, and its secret is neither shown nor kept in clear", async () => {
  const { ctx, storages } = await makeAdmin();
  const view = await addStorage(ctx, S3);
  expect(view).toMatchObject({ name: "elsewhere", kind: "s3", place: "s3://backups/berth", error: null });
  expect(storages.of("backups").objects.size).toBe(0);
  expect(JSON.stringify(await listStorages(ctx))).not.toContain("very secret");
  const row = await prisma().storage.findFirstOrThrow({ where: { name: "elsewhere" } });
  expect(JSON.stringify(row)).not.toContain("very secret");
  expect(ctx.cipher.decrypt(row.secretEncrypted ?? "")).toBe("very secret");
});

test.each<[string, DomainError]>([
  ["does not answer", new DomainError("unavailable", "storage_away", "Away.")],
  ["refuses the key", new DomainError("conflict", "storage_refused", "Wrong key.")],
])("a storage that %s is not kept", async (_name, error) => {
  const { ctx, storages } = await makeAdmin();
  storages.of("backups").fail(error);
  await expect(tryStorage(ctx, S3)).rejects.toBe(error);
  await expect(addStorage(ctx, S3)).rejects.toBe(error);
  expect(await prisma().storage.count()).toBe(0);
});

test("a storage that answers something else than was written is not kept", async () => {
  const { ctx, storages } = await makeAdmin();
  storages.of("backups").read = async () =>
    (async function* () {
      yield Buffer.from("something else");
    })();
  await expect(addStorage(ctx, S3)).rejects.toMatchObject({ reason: "storage_refused" });
  expect(storages.of("backups").objects.size).toBe(0);
});

test("no two have the same name or the same place", async () => {
  const { ctx } = await makeAdmin();
  await addStorage(ctx, folder("a"));
  await expect(addStorage(ctx, folder("a", "/b"))).rejects.toMatchObject({ reason: "name_taken" });
  await expect(addStorage(ctx, folder("b", "/a"))).rejects.toMatchObject({ reason: "place_taken" });
});

test("the last one stays; one that is removed is not written to any more", async () => {
  const { ctx } = await makeAdmin();
  const { id } = await addStorage(ctx, folder("a"));
  await expect(removeStorage(ctx, { storageId: id })).rejects.toMatchObject({ reason: "last_storage" });
  await addStorage(ctx, folder("b"));
  await removeStorage(ctx, { storageId: id });
  expect((await listStorages(ctx)).map(({ name }) => name)).toEqual(["b"]);
  await expect(removeStorage(ctx, { storageId: id })).rejects.toMatchObject({ code: "not_found" });
});

test("one that is away says so in the list, beside the others", async () => {
  const { ctx, storages } = await makeAdmin();
  await addStorage(ctx, folder("a"));
  await addStorage(ctx, folder("b"));
  storages.of("/a").fail(new DomainError("unavailable", "storage_away", "Not mounted."));
  const seen = (await listStorages(ctx)).map(({ error, unknownObjects }) => [error, unknownObjects]);
  expect(seen).toEqual([
    ["Not mounted.", null],
    [null, 0],
  ]);
});

test("objects that no record knows are counted", async () => {
  const { ctx, storages } = await makeAdmin();
  await addStorage(ctx, folder("a"));
  const bytes = Buffer.from("x");
  await storages.of("/a").put({
    name: `${INSTANCE}/x`,
    head: { bytes: 1, read: async () => bytes },
    body: (async function* () {})(),
  });
  expect((await listStorages(ctx))[0]?.unknownObjects).toBe(1);
});

test("the first storage is made once, and does not come back", async () => {
  const first = () =>
    insertFirstStorage({ id: crypto.randomUUID(), name: "first", settings: { kind: "folder", path: "/f" } });
  await first();
  await first();
  await prisma().storage.updateMany({ data: { removedAt: new Date() } });
  await first();
  expect(await prisma().storage.count()).toBe(1);
});

test("the recovery key is given once, as a key file of age", async () => {
  const { ctx } = await makeAdmin();
  expect(await findKeyGiven(ctx)).toBeNull();
  const { fileName, content } = await downloadRecoveryKey(ctx);
  expect(fileName).toBe(`berth-${INSTANCE}-recovery-key.txt`);
  expect(content).toMatch(/^# .*\n# public key: age1\w+\nAGE-SECRET-KEY-1\w+\n$/);
  expect(Date.parse((await findKeyGiven(ctx)) ?? "")).toBeGreaterThan(Date.now() - 60_000);
  await expect(downloadRecoveryKey(ctx)).rejects.toMatchObject({ reason: "key_shown" });
});

describe("rights", () => {
  test("all of it is for administrators, with the scope", async () => {
    const ctx = makeContext(await makeUser());
    for (const asked of [
      () => listStorages(ctx),
      () => tryStorage(ctx, folder("a")),
      () => addStorage(ctx, folder("a")),
      () => removeStorage(ctx, { storageId: crypto.randomUUID() }),
      () => downloadRecoveryKey(ctx),
      () => findKeyGiven(ctx),
    ])
      await expect(asked()).rejects.toMatchObject({ code: "forbidden" });
  });
});

test.each([
  { ...S3, bucket: "../x" },
  { ...S3, prefix: "../x" },
  { ...S3, prefix: "/x" },
  { ...S3, endpoint: "file:///etc" },
  { ...S3, secretAccessKey: "" },
  { ...S3, name: "" },
  folder("a", "relative"),
  folder("a", "/a/../b"),
  { kind: "ftp", name: "a" },
])("%o is no storage", (input) => {
  expect(StorageInput.safeParse(input).success).toBe(false);
});
