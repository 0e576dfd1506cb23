import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeHost, makeUser, plainCipher } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { DomainError } from "../../core/errors";
import { DEFAULT_PLANS } from "../../core/plans/catalog";
import { GIB } from "../../core/units";
import { findAddonByResourceId, setAddonStatus } from "../../db/addons";
import { transaction } from "../../db/client";
import { loadDatabase } from "../../db/databases";
import { setNodeHost, sumReservations } from "../../db/nodes";
import { loadOperation } from "../../db/operations";
import { listEvents } from "../apps/list-events";
import type { Context } from "../context";
import { addAddon } from "./add-addon";
import { listAddons } from "./list-addons";
import { listBuiltReleases } from "./list-built-releases";
import { listPlans } from "./list-plans";
import { removeAddon } from "./remove-addon";

withDatabase();

const form = (app: { name: string }, changes: object = {}) => ({
  app: app.name,
  provider: "redis" as const,
  planId: "1g",
  requestKey: randomUUID(),
  ...changes,
});
const databaseOf = async (resourceId: string) => {
  const row = await findAddonByResourceId(resourceId);
  return loadDatabase(row?.databaseId ?? "");
};

describe("add-addon", () => {
  test("writes addon, database, first node, users, operation and event", async () => {
    const { ctx, app } = await makeApp();
    const { addon, operationId } = await addAddon(ctx, form(app));
    expect(addon).toMatchObject({
      id: expect.stringMatching(/^ad-[0-9a-f-]{36}$/),
      resourceId: expect.stringMatching(new RegExp(`^${app.name}-[1-9][0-9]{3}$`)),
      planId: "1g",
      version: "8.0.2",
      status: "provisioning",
      error: null,
      operationId,
      isBusy: true,
    });
    const database = await databaseOf(addon.resourceId);
    expect(database.nodes).toMatchObject([{ number: 1, planId: "1g", status: "starting", hostId: null }]);
    const passwords = database.users.map(({ passwordEncrypted }) => plainCipher.decrypt(passwordEncrypted));
    expect(database.users.map(({ name }) => name)).toEqual(["berth", "default", "gateway"]);
    for (const password of passwords) expect(password).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(new Set(passwords).size).toBe(3);
    expect(await loadOperation(operationId)).toMatchObject({
      kind: "provision",
      status: "queued",
      databaseId: database.id,
    });
    const { events } = await listEvents(ctx, { app: app.name, page: 1 });
    expect(events).toMatchObject([
      { type: "new_addon", operationId, data: { resourceId: addon.resourceId, planId: "1g" } },
    ]);
  });

  test("the same form sent again answers what the first one made", async () => {
    const { ctx, app } = await makeApp();
    const input = form(app);
    const first = await addAddon(ctx, input);
    expect(await addAddon(ctx, input)).toEqual(first);
    expect(await listAddons(ctx, { app: app.name })).toHaveLength(1);
  });

  test("the same form sent five times at once makes one addon", async () => {
    const { ctx, app } = await makeApp();
    const input = form(app);
    const answers = await Promise.all(Array.from({ length: 5 }, () => addAddon(ctx, input)));
    expect(new Set(answers.map(({ addon, operationId }) => `${addon.id} ${operationId}`)).size).toBe(1);
    expect(await listAddons(ctx, { app: app.name })).toHaveLength(1);
  });

  test("ten people adding to one app at once all succeed", async () => {
    const { ctx, app } = await makeApp();
    const answers = await Promise.all(Array.from({ length: 10 }, () => addAddon(ctx, form(app))));
    expect(new Set(answers.map(({ addon }) => addon.resourceId)).size).toBe(10);
  });

  test("a request key of another app's form makes nothing and gives nothing away", async () => {
    const [mine, theirs] = await Promise.all([makeApp(), makeApp()]);
    const input = form(theirs.app);
    await addAddon(theirs.ctx, input);
    await expect(addAddon(mine.ctx, { ...input, app: mine.app.name })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await listAddons(mine.ctx, { app: mine.app.name })).toEqual([]);
  });

  test("an image that is gone is told before anything is made", async () => {
    const { ctx, app } = await makeApp();
    const engine = { ...ctx.engine, hasImage: async (image: string) => !image.startsWith("berth-haproxy") };
    const adding = addAddon(
      { ...ctx, engine },
      { app: app.name, provider: "redis", planId: "free", requestKey: randomUUID() },
    );
    await expect(adding).rejects.toMatchObject({
      reason: "image_missing",
      message: expect.stringMatching(/gateway cannot be started.*Nothing was begun/),
    });
    expect(await listAddons(ctx, { app: app.name })).toEqual([]);
  });

  test("a release that is made on demand is offered and had once somebody has asked for it", async () => {
    const { ctx, app } = await makeApp();
    const versionsFor = async (who: Context) =>
      (await listBuiltReleases(who))
        .filter(({ engine }) => engine === "valkey")
        .map(({ version }) => version);
    const valkey = form(app, { provider: "valkey", version: "9.1.2" });
    expect(await versionsFor(ctx)).toEqual([]);
    await expect(
      addAddon({ ...ctx, engine: { ...ctx.engine, hasImage: async () => false } }, valkey),
    ).rejects.toMatchObject({
      reason: "image_missing",
      message: expect.stringContaining("bin/admin engines build valkey:9.1.2"),
    });
    const image = "berth-valkey:9.1.2";
    const build = { image, imageId: image, build: null, builtFrom: null, createdAt: new Date(0) };
    const engine = { ...ctx.engine, hasImage: async () => true, listBuilds: async () => [build] };
    expect(await versionsFor({ ...ctx, engine })).toEqual(["9.1.2"]);
    const { addon, variableNames } = await addAddon({ ...ctx, engine }, valkey);
    expect(addon).toMatchObject({ provider: "valkey", engine: "valkey", version: "9.1.2" });
    expect(variableNames).toContain("REDIS_URL");
    const { engine: runs, nodes } = await databaseOf(addon.resourceId);
    expect([runs, nodes[0]?.engine]).toEqual(["valkey", "valkey"]);
  });

  test("an unknown plan is refused at its field", async () => {
    const { ctx, app } = await makeApp();
    await expect(addAddon(ctx, form(app, { planId: "3g" }))).rejects.toMatchObject({
      code: "invalid",
      fields: { planId: [expect.any(String)] },
    });
  });

  test("a chosen version is kept", async () => {
    const { ctx, app } = await makeApp();
    const { addon } = await addAddon(ctx, form(app, { version: "7.0.15" }));
    expect(addon.version).toBe("7.0.15");
  });
});

describe("remove-addon", () => {
  const input = (app: { name: string }, addon: { id: string; resourceId: string }) => ({
    app: app.name,
    addon: addon.id,
    confirm: addon.resourceId,
  });

  test.each(["running", "failed"] as const)("a %s addon is on its way out", async (status) => {
    const { ctx, app } = await makeApp();
    const addon = await makeAddon(ctx, app, { status });
    const operation = await removeAddon(ctx, input(app, addon));
    expect(operation).toMatchObject({ kind: "remove", status: "queued", resourceId: addon.resourceId });
    expect(await listAddons(ctx, { app: app.name })).toMatchObject([
      { status: "removing", operationId: operation.id, error: null },
    ]);
    const { events } = await listEvents(ctx, { app: app.name, page: 1 });
    expect(events[0]).toMatchObject({ type: "delete_addon", operationId: operation.id });
  });

  test("it is also found by its resource id", async () => {
    const { ctx, app } = await makeApp();
    const addon = await makeAddon(ctx, app);
    const byName = { ...input(app, addon), addon: addon.resourceId };
    await expect(removeAddon(ctx, byName)).resolves.toMatchObject({ kind: "remove" });
  });

  test.each(["provisioning", "removing"] as const)("a %s addon is left alone", async (status) => {
    const { ctx, app } = await makeApp();
    const addon = await makeAddon(ctx, app, { status });
    await expect(removeAddon(ctx, input(app, addon))).rejects.toMatchObject({
      code: "conflict",
      reason: "addon_busy",
    });
  });

  test("of two who remove at once one does", async () => {
    const { ctx, app } = await makeApp();
    const addon = await makeAddon(ctx, app);
    const both = await Promise.allSettled([1, 2].map(() => removeAddon(ctx, input(app, addon))));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("the resource id has to be typed", async () => {
    const { ctx, app } = await makeApp();
    const addon = await makeAddon(ctx, app);
    await expect(removeAddon(ctx, { ...input(app, addon), confirm: "yes" })).rejects.toMatchObject({
      code: "invalid",
      fields: { confirm: [expect.stringContaining(addon.resourceId)] },
    });
  });

  test("an addon of another app is not_found, even with the right to both", async () => {
    const { ctx, app, owner } = await makeApp();
    const other = await makeApp({ owner });
    const addon = await makeAddon(ctx, app);
    await expect(removeAddon(ctx, input(other.app, addon))).rejects.toMatchObject({
      code: "not_found",
      reason: "addon",
    });
  });
});

test("a failed addon says why", async () => {
  const { ctx, app } = await makeApp();
  await makeAddon(ctx, app, { status: "failed" });
  expect(await listAddons(ctx, { app: app.name })).toMatchObject([
    { status: "failed", error: "No host has room." },
  ]);
});

test("a removed addon is not listed", async () => {
  const { ctx, app } = await makeApp();
  await makeAddon(ctx, app, { status: "running" });
  const gone = await makeAddon(ctx, app, { status: "failed" });
  await transaction((tx) => setAddonStatus(tx, gone.id, "removed"));
  expect((await listAddons(ctx, { app: app.name })).map(({ id }) => id)).not.toContain(gone.id);
});

test("a stranger gets not_found from each of them", async () => {
  const { ctx, app } = await makeApp();
  const addon = await makeAddon(ctx, app);
  const stranger = makeContext(await makeUser());
  for (const attempt of [
    () => listAddons(stranger, { app: app.name }),
    () => addAddon(stranger, form(app)),
    () => removeAddon(stranger, { app: app.name, addon: addon.id, confirm: addon.resourceId }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found", reason: "app" });
});

describe("list-plans", () => {
  const available = async (ctx: Context) =>
    (await listPlans(ctx)).filter(({ isAvailable }) => isAvailable).map(({ id }) => id);

  test("plans that no host has room for are not available", async () => {
    const user = await makeUser();
    const engine = { listHosts: async () => [makeHost({ memoryBytes: 2 * GIB })] };
    expect(await available(makeContext(user, { engine }))).toEqual(["free", "256m", "512m", "1g"]);
  });

  test("what our own nodes reserve is not offered a second time", async () => {
    const { ctx, app, owner } = await makeApp();
    const { addon } = await addAddon(ctx, form(app));
    const { nodes } = await databaseOf(addon.resourceId);
    await transaction((tx) => setNodeHost(tx, nodes[0]?.id ?? "", { id: "host-small", name: "small" }));
    expect((await sumReservations()).get("host-small")).toBe(
      // The node with a quarter and 64 MiB to spare, and its gateway for 1,000 clients.
      1.25 * GIB + 64 * 1024 ** 2 + 40 * 1024 ** 2 + 1_000 * 40 * 1024,
    );
    const engine = { listHosts: async () => [makeHost({ id: "host-small", memoryBytes: 2.0625 * GIB })] };
    expect(await available(makeContext(owner, { engine }))).toEqual(["free"]);
  });

  test("all of them can be chosen while the engine does not answer", async () => {
    const engine = {
      listHosts: async () => {
        throw new DomainError("unavailable", "engine", "The engine does not answer.");
      },
    };
    const ctx = makeContext(await makeUser(), { engine });
    expect(await available(ctx)).toEqual(DEFAULT_PLANS.map(({ id }) => id));
  });
});
