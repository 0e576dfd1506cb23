import { expect, test, vi } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryRedisData } from "../../adapters/redis/memory-data";
import { eventSentence } from "../../core/events/words";
import type { AppRow } from "../../db/apps";
import type { UserRow } from "../../db/users";
import { listEvents } from "../apps/list-events";
import { addCollaborator } from "../collaborators/add-collaborator";
import { removeCollaborator } from "../collaborators/remove-collaborator";
import { disconnectClient } from "../diagnostics/disconnect-client";
import { getMemory } from "../diagnostics/get-memory";
import { listClients } from "../diagnostics/list-clients";
import { changeKey } from "../keys/change-key";
import { countKeys } from "../keys/count-keys";
import { deleteKeys } from "../keys/delete-keys";
import { getKey } from "../keys/get-key";
import { listKeys } from "../keys/list-keys";
import { runCommand } from "./run-command";
import { unlockConsole } from "./unlock-console";

withDatabase();

type World = {
  owner: UserRow;
  app: AppRow;
  resourceId: string;
  redisData: ReturnType<typeof memoryRedisData>;
};

async function makeWorld(): Promise<World> {
  const { owner, ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  return { owner, app, resourceId, redisData: memoryRedisData() };
}

const of = (user: UserRow, { redisData }: World, actor = {}) => makeContext(user, { redisData, actor });

/** Sentences of the app's timeline about the console and keys, oldest first. */
async function timeline(world: World): Promise<string[]> {
  const { events } = await listEvents(of(world.owner, world), { app: world.app.name, page: 1, perPage: 50 });
  return events
    .map((event) => eventSentence(event))
    .filter((sentence) => /console|key|client/.test(sentence))
    .reverse();
}

test("a line is run as the database's own user on its active node, and noted", async () => {
  const world = await makeWorld();
  const run = vi.spyOn(world.redisData.console, "run");
  const ctx = of(world.owner, world);
  const { resourceId } = world;
  const answer = await runCommand(ctx, { resourceId, database: 3, line: 'GET "a b"' });
  expect(answer).toMatchObject({ reply: { type: "nil" }, ms: expect.any(Number) });
  expect(run.mock.calls[0]?.[0]).toMatchObject({
    serviceName: `btest1-${resourceId}-node-1`,
    user: resourceId,
  });
  expect(await timeline(world)).toEqual([
    expect.stringMatching(
      new RegExp(`^ran in the console of ${resourceId}, database 3: GET "a b" \\(.* ms\\)$`),
    ),
  ]);
});

test("a write needs the console unlocked by the very person, and what destroys its name typed", async () => {
  const world = await makeWorld();
  const { resourceId } = world;
  const helper = await makeUser();
  await addCollaborator(of(world.owner, world), { app: world.app.name, email: helper.email });
  const say = (user: UserRow, line: string, more = {}) =>
    runCommand(of(user, world), { resourceId, database: 0, line, ...more });
  const locked = { code: "forbidden", reason: "console_locked" };
  await expect(say(helper, "SET k v")).rejects.toMatchObject(locked);
  const { unlock, expiresAt } = await unlockConsole(of(helper, world), { resourceId });
  expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(14 * 60_000);
  await say(helper, "SET k v", { unlock });
  await expect(say(world.owner, "SET k w", { unlock })).rejects.toMatchObject(locked);
  await expect(say(helper, "SET k w", { unlock: `${unlock}x` })).rejects.toMatchObject(locked);
  await expect(say(helper, "FLUSHALL", { unlock })).rejects.toMatchObject({
    code: "conflict",
    reason: "unconfirmed",
  });
  expect(await say(helper, "GET k")).toMatchObject({ reply: { type: "text", value: "v" } });
  await say(helper, "FLUSHALL", { unlock, confirm: "flushall" });
  expect(await say(helper, "GET k")).toMatchObject({ reply: { type: "nil" } });

  // A collaborator who was taken off the app meanwhile has an unlocking that opens nothing any more.
  await removeCollaborator(of(world.owner, world), { app: world.app.name, email: helper.email });
  await expect(say(helper, "SET k v", { unlock })).rejects.toMatchObject({ code: "not_found" });
  const told = await timeline(world);
  expect(told.filter((sentence) => sentence.startsWith("was refused"))).toHaveLength(4);
  expect(told).toContainEqual(
    expect.stringContaining(`unlocked the console of ${resourceId} for 15 minutes`),
  );
});

test("an unlocking of another database, or one that has ended, opens nothing", async () => {
  const [world, other] = [await makeWorld(), await makeWorld()];
  const ctx = of(world.owner, world);
  const { unlock } = await unlockConsole(of(other.owner, other), { resourceId: other.resourceId });
  const claims = { only: "console", person: world.owner.id, addon: "ad-other" };
  const elsewhere = await ctx.signer.sign(claims, new Date(Date.now() + 60_000));
  const session = await ctx.signer.sign({ sub: world.owner.id }, new Date(Date.now() + 60_000));
  for (const shown of [unlock, elsewhere, session])
    await expect(
      runCommand(ctx, { resourceId: world.resourceId, database: 0, line: "SET k v", unlock: shown }),
    ).rejects.toMatchObject({ reason: "console_locked" });
});

test("a token that may only read reads, and changes nothing", async () => {
  const world = await makeWorld();
  const { resourceId } = world;
  const ctx = of(world.owner, world, { scope: "read", tokenId: "t" });
  const { unlock } = await unlockConsole(of(world.owner, world), { resourceId });
  const place = { resourceId, database: 0 };
  await runCommand(ctx, { ...place, line: "GET k" });
  await listKeys(ctx, { ...place, pattern: Buffer.alloc(0), type: null, cursor: null, limit: 10 });
  await expect(runCommand(ctx, { ...place, line: "SET k v", unlock })).rejects.toMatchObject({
    code: "forbidden",
  });
  const key = Buffer.from("k");
  const filter = { ...place, pattern: Buffer.from("k*"), type: null, cursor: null };
  for (const refused of [
    () => unlockConsole(ctx, { resourceId }),
    () => changeKey(ctx, { ...place, key, change: { kind: "delete" } }),
    () => deleteKeys(ctx, filter),
    () => disconnectClient(ctx, { resourceId, id: "7", address: "x" }),
  ])
    await expect(refused()).rejects.toMatchObject({ code: "forbidden", reason: "scope" });
});

test("nobody else learns that there is such a database", async () => {
  const world = await makeWorld();
  const ctx = of(await makeUser(), world);
  const place = { resourceId: world.resourceId, database: 0 };
  const filter = { ...place, pattern: Buffer.from("*"), type: null, cursor: null };
  for (const asked of [
    () => runCommand(ctx, { ...place, line: "PING" }),
    () => unlockConsole(ctx, place),
    () => listKeys(ctx, { ...filter, limit: 10 }),
    () => getKey(ctx, { ...place, key: Buffer.from("k"), cursor: null }),
    () => changeKey(ctx, { ...place, key: Buffer.from("k"), change: { kind: "delete" } }),
    () => countKeys(ctx, filter),
    () => deleteKeys(ctx, filter),
    () => getMemory(ctx, place),
    () => listClients(ctx, place),
  ])
    await expect(asked()).rejects.toMatchObject({ code: "not_found", reason: "database" });
  expect(await timeline(world)).toEqual([]);
});

test("a database that does not run is told as such, and a line that is none", async () => {
  const world = await makeWorld();
  const ctx = of(world.owner, world);
  const place = { resourceId: world.resourceId, database: 0 };
  for (const line of ["  ", 'GET "k'])
    await expect(runCommand(ctx, { ...place, line })).rejects.toMatchObject({
      code: "invalid",
      reason: "line",
    });
  await expect(runCommand(ctx, { ...place, line: "SUBSCRIBE c" })).rejects.toMatchObject({
    code: "invalid",
    reason: "command_refused",
  });
  const failed = await makeAddon(ctx, world.app, { status: "failed" });
  const stopped = { resourceId: failed.resourceId, database: 0 };
  await expect(runCommand(ctx, { ...stopped, line: "PING" })).rejects.toMatchObject({
    code: "conflict",
    reason: "not_running",
  });
});

test("keys are changed, counted and deleted, each noted, and no value is told", async () => {
  const world = await makeWorld();
  const { resourceId } = world;
  const ctx = of(world.owner, world);
  const place = { resourceId, database: 1 };
  const put = (name: string) =>
    changeKey(ctx, {
      ...place,
      key: Buffer.from(name),
      change: { kind: "set", value: Buffer.from("a secret value"), expected: null },
    });
  await put("cache:1");
  await put("cache:2");
  const filter = { ...place, pattern: Buffer.from("cache:*"), type: null, cursor: null };
  expect(await countKeys(ctx, filter)).toEqual({ matched: 2, cursor: null });
  await expect(put("cache:1")).rejects.toMatchObject({ code: "conflict", reason: "changed_meanwhile" });
  await expect(getKey(ctx, { ...place, key: Buffer.from("none"), cursor: null })).rejects.toMatchObject({
    code: "not_found",
    reason: "key",
  });
  expect(await getMemory(ctx, place)).toMatchObject({ total: 2, isWhole: true });
  await expect(deleteKeys(ctx, { ...filter, pattern: Buffer.alloc(0) })).rejects.toMatchObject({
    code: "invalid",
    reason: "pattern",
  });
  expect(await deleteKeys(ctx, filter)).toEqual({ matched: 2, cursor: null });
  const told = await timeline(world);
  expect(told).toEqual([
    `set the key cache:1 of ${resourceId}, database 1.`,
    `set the key cache:2 of ${resourceId}, database 1.`,
    `deleted 2 keys like cache:* of ${resourceId}, database 1.`,
  ]);
});

test("a client is disconnected once, and noted", async () => {
  const world = await makeWorld();
  const { resourceId } = world;
  const ctx = of(world.owner, world);
  const client = { id: "7", address: "10.0.0.9:1", name: "web", user: "default", library: null };
  world.redisData.setClients([
    { ...client, ageSeconds: 5, idleSeconds: 1, database: 0, lastCommand: "get", memoryBytes: null },
  ]);
  expect(await listClients(ctx, { resourceId })).toMatchObject([client]);
  await disconnectClient(ctx, { resourceId, ...client });
  await expect(disconnectClient(ctx, { resourceId, ...client })).rejects.toMatchObject({
    code: "not_found",
    reason: "client",
  });
  expect(await timeline(world)).toEqual([`disconnected the client 10.0.0.9:1 from ${resourceId}.`]);
});
