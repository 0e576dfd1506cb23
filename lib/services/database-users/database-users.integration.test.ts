import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { INSTANCE, makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryRedisAdmin } from "../../adapters/redis/memory";
import { memoryRedisUsers } from "../../adapters/redis/memory-users";
import { AddDatabaseUserInput, SetUserPasswordInput } from "../../contract/database-users";
import { DomainError } from "../../core/errors";
import { prisma } from "../../db/client";
import { addCollaborator } from "../collaborators/add-collaborator";
import { changePlan } from "../databases/change-plan";
import { addDatabaseUser } from "./add-database-user";
import { changeDatabaseUser } from "./change-database-user";
import { endFormerPassword } from "./end-former-password";
import { listDatabaseUsers } from "./list-database-users";
import { previewUser } from "./preview-user";
import { removeDatabaseUser } from "./remove-database-user";
import { rotatePassword } from "./rotate-password";
import { setUserPassword } from "./set-user-password";

withDatabase();

const OWN = "0123456789-0123456789-0123456789";
const hashOf = (password: string) => `#${createHash("sha256").update(password).digest("hex")}`;

async function makeDatabase(status?: "running" | "failed") {
  const { owner, app } = await makeApp();
  const users = memoryRedisUsers(memoryRedisAdmin());
  const ctx = makeContext(owner, { users });
  const { resourceId } = await makeAddon(ctx, app, status ? { status } : {});
  const node = `${INSTANCE}-${resourceId}-node-1`;
  const rulesOf = (name: string) => users.usersOf(node)[name];
  const key = { resourceId, name: "reader-1" };
  const add = (more: Partial<AddDatabaseUserInput> = {}) =>
    addDatabaseUser(ctx, { ...key, role: "read-only", ...more });
  const events = async () =>
    (await prisma().event.findMany({ where: { appId: app.id }, orderBy: { createdAt: "asc" } }))
      .map(({ type, data, actorId }) => ({ type, data, actorId }))
      .filter(({ type }) => type.includes("database_user") || type.includes("password"));
  return { owner, app, ctx, users, resourceId, node, rulesOf, key, add, events };
}

test("a new user is in Redis at once, with a password that is shown this once and kept nowhere in clear", async () => {
  const { ctx, add, rulesOf, resourceId, events, owner } = await makeDatabase();
  const { user, password } = await add();
  expect(user).toMatchObject({ name: "reader-1", role: "read-only", isOn: true, isApplied: true });
  expect(password).toMatch(/^[A-Za-z0-9]{64}$/);
  expect(rulesOf("reader-1")).toEqual(
    expect.arrayContaining(["reset", "on", hashOf(password ?? ""), "+@read"]),
  );
  const kept = await prisma().databaseUser.findFirstOrThrow({ where: { name: "reader-1" } });
  expect(ctx.cipher.decrypt(kept.passwordEncrypted)).not.toContain(password);
  const { users } = await listDatabaseUsers(ctx, { resourceId });
  expect(users.map(({ name, isProtected }) => [name, isProtected])).toEqual([
    ["default", true],
    [resourceId, true],
    ["reader-1", false],
  ]);
  const told = await events();
  expect(told).toEqual([
    {
      type: "new_database_user",
      data: { resourceId, name: "reader-1", role: "read-only" },
      actorId: owner.id,
    },
  ]);
  expect(JSON.stringify([users, told])).not.toContain(password);
});

test("switch, rights, password and end: each reaches Redis, ends the user's connections and is told", async () => {
  const { ctx, add, key, rulesOf, users, node, events } = await makeDatabase();
  await add({ password: OWN });
  expect(await changeDatabaseUser(ctx, { ...key, isOn: false })).toMatchObject({ isOn: false });
  expect(rulesOf("reader-1")).toContain("off");
  await changeDatabaseUser(ctx, { ...key, isOn: true });
  await changeDatabaseUser(ctx, { ...key, role: "custom", keyPatterns: ["a:*"], categories: ["hash"] });
  expect(rulesOf("reader-1")).toEqual(expect.arrayContaining(["on", "~a:*", "+@hash", hashOf(OWN)]));
  expect(await setUserPassword(ctx, { ...key, password: `${OWN}x` })).toMatchObject({ password: null });
  expect(rulesOf("reader-1")).toContain(hashOf(`${OWN}x`));
  expect((await setUserPassword(ctx, key)).password).toHaveLength(64);
  await removeDatabaseUser(ctx, key);
  expect(rulesOf("reader-1")).toBeUndefined();
  expect(users.ended(node)).toHaveLength(7);
  expect((await events()).map(({ type, data }) => [type, (data as { what?: string }).what])).toEqual([
    ["new_database_user", undefined],
    ["edit_database_user", "off"],
    ["edit_database_user", "on"],
    ["edit_database_user", "rights"],
    ["edit_database_user", "password"],
    ["edit_database_user", "password"],
    ["delete_database_user", undefined],
  ]);
  await add();
  expect(rulesOf("reader-1")).toContain("on");
});

test("what Redis cannot be told now is kept, and said to be on its way", async () => {
  const { ctx, add, key, users } = await makeDatabase();
  await add();
  users.failNext("apply", new DomainError("unavailable", "redis_busy", "It is busy."));
  expect(await changeDatabaseUser(ctx, { ...key, isOn: false })).toMatchObject({
    isOn: false,
    isApplied: false,
  });
});

test.each<[string, (made: Awaited<ReturnType<typeof makeDatabase>>) => Promise<unknown>, object]>([
  [
    "a taken name",
    async ({ add }) => [await add(), await add()],
    { code: "conflict", reason: "user_exists" },
  ],
  [
    "a name of the platform",
    ({ add }) => add({ name: "gateway" }),
    { code: "invalid", reason: "protected_user" },
  ],
  [
    "a name that only some databases need",
    ({ add }) => add({ name: "berth-replica" }),
    { code: "invalid", reason: "protected_user" },
  ],
  ["the addon's own name", ({ add, resourceId }) => add({ name: resourceId }), { code: "invalid" }],
  [
    "the end of default",
    ({ ctx, key }) => removeDatabaseUser(ctx, { ...key, name: "default" }),
    { code: "forbidden", message: "Protected user is managed by the platform and cannot be deleted." },
  ],
  [
    "a password for the addon's own user",
    ({ ctx, key, resourceId }) => setUserPassword(ctx, { ...key, name: resourceId }),
    { code: "forbidden" },
  ],
  ["an unknown user", ({ ctx, key }) => removeDatabaseUser(ctx, key), { code: "not_found" }],
  ["nothing to change", ({ ctx, key }) => changeDatabaseUser(ctx, key), { reason: "nothing_to_change" }],
  ["patterns beside a role that has all keys", ({ add }) => add({ keyPatterns: ["a"] }), { code: "invalid" }],
  ["a custom role that may do nothing", ({ add }) => add({ role: "custom" }), { code: "invalid" }],
  [
    "no former password to end",
    ({ ctx, resourceId }) => endFormerPassword(ctx, { resourceId }),
    { reason: "no_former_password" },
  ],
])("refused: %s", async (_what, ask, refusal) => {
  const made = await makeDatabase();
  await expect(ask(made)).rejects.toMatchObject(refusal);
});

test("a plan change that runs is in the way, and says so; a second rotation too", async () => {
  const { ctx, add, resourceId, app } = await makeDatabase();
  await changePlan(ctx, { resourceId, planId: "512m" });
  await expect(add()).rejects.toMatchObject({ reason: "operation_running" });
  expect((await listDatabaseUsers(ctx, { resourceId })).users).toHaveLength(2);
  await prisma().operation.updateMany({
    where: { appId: app.id },
    data: { finishedAt: new Date(), status: "succeeded" },
  });
  await rotatePassword(ctx, { resourceId });
  await expect(rotatePassword(ctx, { resourceId })).rejects.toMatchObject({ reason: "operation_running" });
  await prisma().operation.updateMany({
    where: { appId: app.id },
    data: { finishedAt: new Date(), status: "succeeded" },
  });
  await expect(rotatePassword(ctx, { resourceId })).rejects.toMatchObject({ reason: "former_password" });
});

test("a database that does not run has no users to change", async () => {
  const { ctx, add, resourceId } = await makeDatabase("failed");
  for (const ask of [
    () => add(),
    () => previewUser(ctx, { resourceId, role: "read-only" }),
    () => rotatePassword(ctx, { resourceId }),
  ])
    await expect(ask()).rejects.toMatchObject({ reason: "not_running" });
});

describe("rights", () => {
  test("another's database is not there, a read-only token may look only, a collaborator may change", async () => {
    const made = await makeDatabase();
    const { owner, resourceId, key, app } = made;
    const stranger = makeContext(await makeUser());
    const reading = makeContext(owner, { users: made.users, actor: { scope: "read" } });
    const helper = await makeUser();
    await addCollaborator(made.ctx, { app: app.name, email: helper.email });
    await addDatabaseUser(makeContext(helper, { users: made.users }), { ...key, role: "read-only" });
    const changes = [
      (ctx: typeof stranger) => addDatabaseUser(ctx, { ...key, role: "read-only" }),
      (ctx: typeof stranger) => changeDatabaseUser(ctx, { ...key, isOn: false }),
      (ctx: typeof stranger) => setUserPassword(ctx, key),
      (ctx: typeof stranger) => removeDatabaseUser(ctx, key),
      (ctx: typeof stranger) => rotatePassword(ctx, { resourceId }),
      (ctx: typeof stranger) => endFormerPassword(ctx, { resourceId }),
    ];
    for (const change of changes) {
      await expect(change(stranger)).rejects.toMatchObject({ code: "not_found" });
      await expect(change(reading)).rejects.toMatchObject({ code: "forbidden", reason: "scope" });
    }
    await expect(listDatabaseUsers(stranger, { resourceId })).rejects.toMatchObject({ code: "not_found" });
    await expect(previewUser(stranger, { resourceId, role: "read-only" })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await listDatabaseUsers(reading, { resourceId })).users).toHaveLength(3);
    const preview = await previewUser(reading, { resourceId, role: "read-only" });
    expect(preview.commands).toContainEqual({ command: "GET a", isAllowed: true });
  });
});

test.each([
  ["name", "short"],
  ["name", "x".repeat(33)],
  ["name", "Upper-case"],
  ["name", "-hyphen"],
  ["name", "hyphen-"],
  ["name", "two--hyphens"],
  ["password", "x".repeat(23)],
  ["password", "x".repeat(65)],
  ["password", "with a space in its middle"],
  ["keyPatterns", 'with"quote'],
  ["keyPatterns", "back\\slash"],
  ["keyPatterns", Array.from({ length: 21 }, (_, index) => `key-${index}`)],
  ["categories", "admin"],
  ["role", "owner"],
])("no %s is %j", (field, value) => {
  const good = {
    resourceId: "r-1",
    name: "reader-1",
    role: "custom",
    categories: "read write",
    keyPatterns: "a:* b",
  };
  expect(AddDatabaseUserInput.parse(good)).toMatchObject({
    categories: ["read", "write"],
    keyPatterns: ["a:*", "b"],
  });
  const { error } = AddDatabaseUserInput.safeParse({ ...good, [field]: value });
  expect(error?.issues.map(({ path }) => path[0])).toContain(field);
});

test("an empty password of a form is none", () => {
  const given = { resourceId: "r-1", name: "reader-1", password: "" };
  expect(SetUserPasswordInput.parse(given).password).toBeUndefined();
});
