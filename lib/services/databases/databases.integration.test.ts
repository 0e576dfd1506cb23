import { describe, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { DescribeDatabaseInput } from "../../contract/databases";
import { DomainError } from "../../core/errors";
import type { RedisTarget } from "../../ports/redis-admin";
import { listEvents } from "../apps/list-events";
import { addCollaborator } from "../collaborators/add-collaborator";
import { describeDatabase } from "./describe-database";
import { getConnection } from "./get-connection";
import { getDatabase } from "./get-database";
import { getHealth } from "./get-health";

withDatabase();

test("the records of a database say what it is and where", async () => {
  const { ctx, app } = await makeApp();
  const addon = await makeAddon(ctx, app);
  const { resourceId } = addon;
  expect(await getDatabase(ctx, { resourceId })).toEqual({
    id: expect.any(String),
    role: "own",
    ownerEmail: app.ownerEmail,
    isProtected: false,
    resourceId,
    name: null,
    note: null,
    provider: "redis",
    engine: "redis",
    appName: app.name,
    addonId: addon.id,
    plan: { id: "256m", maxMemoryBytes: 256 * 1024 ** 2, cpus: 0.25, clientsMax: 200, hasBackups: true },
    version: "8.0.2",
    laterVersions: [],
    status: "running",
    hostName: null,
    createdAt: addon.createdAt,
    operationId: addon.operationId,
    error: null,
    currentOperation: null,
    dataGone: null,
    window: expect.any(Object),
    features: expect.any(Array),
    isTlsForced: false,
    publicAddress: null,
    certificateEndsAt: null,
    instances: [
      { id: expect.any(String), name: `btest1-${resourceId}`, kind: "gateway", status: "active" },
      { id: expect.any(String), name: `btest1-${resourceId}-node-1`, kind: "node", status: "active" },
    ],
  });
});

test("a plan that the operator's own catalog dropped still shows its size", async () => {
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  const database = await getDatabase({ ...ctx, plans: [] }, { resourceId });
  expect(database.plan.maxMemoryBytes).toBe(256 * 1024 ** 2);
});

test("the connection is the addon's own user at the gateway", async () => {
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  const { password, ...connection } = await getConnection(ctx, { resourceId });
  expect(password).toMatch(/^[A-Za-z0-9]{64}$/);
  expect(connection).toEqual({
    url: `redis://${resourceId}:${password}@${resourceId}:6379/0`,
    host: resourceId,
    port: 6379,
    user: resourceId,
    publicUrl: null,
  });
});

describe("get-health", () => {
  test("a running database is asked at its active node, as the control plane's user", async () => {
    const { owner, ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const asked: RedisTarget[] = [];
    const world = { redis: { ping: async (target: RedisTarget) => void asked.push(target) } };
    const health = await getHealth(makeContext(owner, world), { resourceId });
    expect(health).toMatchObject({ state: "healthy", version: "8.0.2", checkedAt: expect.any(String) });
    expect(asked).toEqual([
      {
        serviceName: `btest1-${resourceId}-node-1`,
        user: "berth",
        password: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
      },
    ]);
    expect(asked[0]?.password).not.toBe((await getConnection(ctx, { resourceId })).password);
  });

  test("no answer is an answer, with the reason", async () => {
    const { owner, ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const silent = async () => {
      throw new DomainError("unavailable", "no_answer", "Redis did not answer within 3 s.");
    };
    const health = await getHealth(makeContext(owner, { redis: { ping: silent } }), { resourceId });
    expect(health).toMatchObject({ state: "unreachable", reason: "Redis did not answer within 3 s." });
  });

  test.each(["provisioning", "failed", "removing"] as const)("a %s database is not asked", async (status) => {
    const { owner, ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app, { status });
    const never = async () => {
      throw new Error("asked");
    };
    const health = await getHealth(makeContext(owner, { redis: { ping: never } }), { resourceId });
    expect(health).toEqual({ state: "not_running", checkedAt: expect.any(String) });
  });
});

test("a collaborator of the app sees its database", async () => {
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  const helper = await makeUser();
  await addCollaborator(ctx, { app: app.name, email: helper.email });
  expect(await getDatabase(makeContext(helper), { resourceId })).toMatchObject({ resourceId });
});

describe("describe-database", () => {
  test("name and note, each by itself, as an event of the app; the same again says nothing", async () => {
    const { ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const told = async () => {
      const { name, note } = await getDatabase(ctx, { resourceId });
      return { name, note };
    };
    await describeDatabase(ctx, { resourceId, name: "Sessions", note: "Ask Ada." });
    await describeDatabase(ctx, { resourceId, name: "Sessions", note: "Ask Ada." });
    expect(await told()).toEqual({ name: "Sessions", note: "Ask Ada." });
    await describeDatabase(ctx, { resourceId, name: null });
    expect(await told()).toEqual({ name: null, note: "Ask Ada." });
    const { events } = await listEvents(ctx, { app: app.name, page: 1 });
    expect(events.filter(({ type }) => type === "describe_database")).toMatchObject([
      { data: { resourceId, name: null } },
      { data: { resourceId, name: "Sessions" } },
    ]);
  });

  test("not by a stranger, nor by a token that may only read", async () => {
    const { owner, ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const reader = makeContext(owner, { actor: { scope: "read" } });
    await expect(describeDatabase(reader, { resourceId, name: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = makeContext(await makeUser());
    await expect(describeDatabase(stranger, { resourceId, name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test.each([
    [{ name: " Sessions " }, { name: "Sessions" }],
    [
      { name: "", note: "two\nlines" },
      { name: null, note: "two\nlines" },
    ],
    [{ name: "two\nlines" }, null],
    [{ name: "x".repeat(61) }, null],
    [{ note: "x".repeat(1_001) }, null],
  ])("%j", (given, expected) => {
    const parsed = DescribeDatabaseInput.safeParse({ resourceId: "shop-3030", ...given });
    expect(parsed.data ?? null).toEqual(expected && { resourceId: "shop-3030", ...expected });
  });
});

test("a stranger's answer is the same as for a database that does not exist", async () => {
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  const stranger = makeContext(await makeUser());
  for (const read of [getDatabase, getConnection, getHealth])
    for (const which of [resourceId, "no-such-1234"])
      await expect(read(stranger, { resourceId: which })).rejects.toMatchObject({
        code: "not_found",
        reason: "database",
      });
});
