import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner, type Workflow } from "../../tests/durable";
import { INSTANCE, makeContext, makeUser } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import {
  crashAndResume,
  crashes,
  letThrough,
  makeWorld,
  resourcesOf,
  seen,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { worldOf } from "../../tests/world";
import { memoryDockerEngine } from "../adapters/docker/memory/engine";
import { memoryRedisAdmin } from "../adapters/redis/memory";
import { DomainError } from "../core/errors";
import { HOUR_MS } from "../core/units";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { addAddon } from "../services/addons/add-addon";
import { removeAddon } from "../services/addons/remove-addon";
import { createApp } from "../services/apps/create-app";
import { deleteApp as askToDeleteApp } from "../services/apps/delete-app";
import { restartApp } from "../services/apps/restart-app";
import { setVariable } from "../services/variables/set-variable";
import { deleteApp } from "./delete-app";
import { provision } from "./provision";
import { remove } from "./remove";
import { restart } from "./restart";
import { sweep } from "./sweep";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

type World = WorkflowWorld;

const appResources = (name: string) => [
  `network ${INSTANCE}`,
  `network ${INSTANCE}-app-${name}`,
  `service ${INSTANCE}_${name}`,
];
const databaseResources = (resourceId: string) => [
  `secret ${INSTANCE}-${resourceId}-gd-1`,
  `secret ${INSTANCE}-${resourceId}-gw-1`,
  `secret ${INSTANCE}-${resourceId}-n1-acl`,
  `secret ${INSTANCE}-${resourceId}-n1-conf`,
  `service ${INSTANCE}-${resourceId}`,
  `service ${INSTANCE}-${resourceId}-node-1`,
  `volume ${INSTANCE}-${resourceId}-node-1`,
];

const PROVISION_STEPS = [
  "begin",
  "choose-host",
  "create-network",
  "store-secrets",
  "start-node",
  "start-gateway",
  "wait-for-node",
  "wait-for-gateway",
  "set-variables",
  "restart-app",
  "succeed",
];
const REMOVE_STEPS = [
  "begin",
  "unset-variables",
  "restart-app",
  "save-data",
  "remove-gateway",
  "remove-node",
  "remove-secrets",
  "record-removal",
  "succeed",
];
const DELETE_APP_STEPS = [
  "begin",
  "remove-service",
  "remove-databases",
  "remove-network",
  "record-deletion",
  "succeed",
];

describe("provision", () => {
  const expectProvisioned = async (world: World, operationId: string, resourceId: string) =>
    expect(await seen(world, operationId)).toEqual({
      status: "succeeded",
      error: null,
      resources: [...appResources(world.name), ...databaseResources(resourceId)].sort(),
      variables: ["REDIS_URL", "SCALINGO_REDIS_URL"],
      events: ["new_addon", "new_app"],
      addons: ["running"],
    });

  test("the app's containers run with the database's URL under both names", async () => {
    const world = await makeWorld();
    const { addon, operationId } = await world.add();
    const runner = durableRunner(world.world);
    await runner.run(provision, operationId);
    expect(runner.names).toEqual(PROVISION_STEPS);
    await expectProvisioned(world, operationId, addon.resourceId);
    const { SCALINGO_REDIS_URL, REDIS_URL } = world.engine.environmentOf(`${INSTANCE}_${world.name}`);
    expect(SCALINGO_REDIS_URL).toMatch(
      new RegExp(`^redis://${addon.resourceId}:[A-Za-z0-9]{64}@${addon.resourceId}:6379/0$`),
    );
    expect(REDIS_URL).toBe(SCALINGO_REDIS_URL);
    const { revision, appliedRevision } = await loadApp(world.appId);
    expect(appliedRevision).toBe(revision);
  });

  test.each(crashes(PROVISION_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const world = await makeWorld();
      const { addon, operationId } = await world.add();
      expect(await crashAndResume(world, provision, operationId, crash)).toEqual(PROVISION_STEPS);
      await expectProvisioned(world, operationId, addon.resourceId);
    },
  );

  test.each(PROVISION_STEPS.slice(1, -2))("a failure at %s leaves nothing behind", async (failAt) => {
    const world = await makeWorld();
    const { operationId } = await world.add();
    await durableRunner(world.world).run(provision, operationId, { failAt });
    expect(await seen(world, operationId)).toEqual({
      status: "failed",
      error: "made_to_fail",
      resources: appResources(world.name).sort(),
      variables: [],
      events: ["addon_failed", "new_addon", "new_app"],
      addons: ["failed"],
    });
  });

  test.each(
    crashes(["begin", "choose-host", "create-network", "store-secrets", "start-node", "roll-back", "fail"]),
  )(
    "a failed provision that crashes $crash.when of its step $crash.index still leaves nothing behind",
    async ({ crash }) => {
      const world = await makeWorld();
      const { operationId } = await world.add();
      const runner = durableRunner(world.world);
      await runner.run(provision, operationId, { failAt: "start-node", crash });
      await runner.run(provision, operationId, { failAt: "start-node" });
      const { status, resources, addons } = await seen(world, operationId);
      expect({ status, resources, addons }).toEqual({
        status: "failed",
        resources: appResources(world.name).sort(),
        addons: ["failed"],
      });
    },
  );

  test("an app that cannot be restarted keeps its new database", async () => {
    const world = await makeWorld();
    const { operationId } = await world.add();
    await durableRunner(world.world).run(provision, operationId, { failAt: "restart-app" });
    const { status, addons, variables } = await seen(world, operationId);
    expect({ status, addons, variables }).toEqual({
      status: "failed",
      addons: ["running"],
      variables: ["REDIS_URL", "SCALINGO_REDIS_URL"],
    });
  });

  test("a plan that no host has room for is refused with what to do", async () => {
    const world = await makeWorld();
    const { operationId } = await world.add("16g");
    await durableRunner(world.world).run(provision, operationId);
    const operation = await loadOperation(operationId);
    expect([operation.errorReason, operation.errorMessage]).toEqual([
      "no_room",
      expect.stringMatching(/smaller plan/),
    ]);
  });

  test("databases asked for at once never count on the same memory", async () => {
    const world = await makeWorld();
    // 8 GiB less 512 MiB hold two of 2.5 GiB and 64 MiB with their gateways, not three.
    const added = await Promise.all(["2g", "2g", "2g"].map((planId) => world.add(planId)));
    await Promise.all(added.map(({ operationId }) => durableRunner(world.world).run(provision, operationId)));
    const statuses = await Promise.all(
      added.map(async ({ operationId }) => (await loadOperation(operationId)).status),
    );
    expect(statuses.sort()).toEqual(["failed", "succeeded", "succeeded"]);
  });

  test("a missing image is named, and nothing stays behind", async () => {
    const world = await makeWorld();
    const { addon, operationId } = await world.add();
    world.engine.failTasks(`${INSTANCE}-${addon.resourceId}-node-1`, "No such image: berth-redis:8.0.2");
    await durableRunner(world.world).run(provision, operationId);
    const operation = await loadOperation(operationId);
    expect(operation.errorMessage).toMatch(/No such image: berth-redis:8\.0\.2/);
    expect((await seen(world, operationId)).resources).toEqual(appResources(world.name).sort());
  });

  test("an app deleted meanwhile gets no database, and nothing stays behind", async () => {
    const world = await makeWorld();
    const { operationId } = await world.add();
    const runner = durableRunner(world.world);
    await runner.run(provision, operationId, { crash: { index: 5, when: "after-recording" } });
    const deletion = await askToDeleteApp(world.ctx, { app: world.name, confirm: world.name });
    await runner.run(provision, operationId);
    await durableRunner(world.world).run(deleteApp, deletion.id);
    expect(await loadOperation(operationId)).toMatchObject({ status: "failed", errorReason: "app_deleted" });
    expect(await loadOperation(deletion.id)).toMatchObject({ status: "succeeded" });
    expect(await resourcesOf(world.engine)).toEqual([`network ${INSTANCE}`]);
  });
});

describe("remove", () => {
  const expectRemoved = async (world: World, operationId: string, resourceId: string, requests = 1) =>
    expect(await seen(world, operationId)).toEqual({
      status: "succeeded",
      error: null,
      resources: [...appResources(world.name), `volume ${INSTANCE}-${resourceId}-node-1`].sort(),
      variables: [],
      events: [...Array(requests).fill("delete_addon"), "new_addon", "new_app"],
      addons: ["removed"],
    });
  const ask = (world: World, resourceId: string) =>
    removeAddon(world.ctx, { app: world.name, addon: resourceId, confirm: resourceId });

  test("the app loses the variables first, and the volume is kept for a day", async () => {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    const { id } = await ask(world, resourceId);
    const runner = durableRunner(world.world);
    await runner.run(remove, id);
    expect(runner.names).toEqual(REMOVE_STEPS);
    await expectRemoved(world, id, resourceId);
    expect(world.engine.environmentOf(`${INSTANCE}_${world.name}`)).toEqual({});
    expect(world.redis.calls().at(-1)).toMatchObject({ method: "save" });

    const { databaseId } = await loadOperation(id);
    const [node] = (await loadDatabase(databaseId ?? "")).nodes;
    const keptMs = (node?.volumeKeptUntil?.getTime() ?? 0) - Date.now();
    expect(keptMs).toBeGreaterThan(23.9 * HOUR_MS);
    expect(keptMs).toBeLessThanOrEqual(24 * HOUR_MS);
    await sweep(world.world, new Date(Date.now() + 23.9 * HOUR_MS), letThrough);
    await expectRemoved(world, id, resourceId);
    await sweep(world.world, new Date(Date.now() + 24.1 * HOUR_MS), letThrough);
    expect((await seen(world, id)).resources).toEqual(appResources(world.name).sort());
  });

  test.each(crashes(REMOVE_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const world = await makeWorld();
      const { resourceId } = await world.addRunning();
      const { id } = await ask(world, resourceId);
      expect(await crashAndResume(world, remove, id, crash)).toEqual(REMOVE_STEPS);
      await expectRemoved(world, id, resourceId);
    },
  );

  test.each(["unset-variables", "save-data", "remove-gateway", "remove-node", "remove-secrets"])(
    "a failure at %s says so, keeps the data, and the removal can be asked for again",
    async (failAt) => {
      const world = await makeWorld();
      const { resourceId } = await world.addRunning();
      const first = await ask(world, resourceId);
      await durableRunner(world.world).run(remove, first.id, { failAt });
      const { status, addons, resources } = await seen(world, first.id);
      expect({ status, addons }).toEqual({ status: "failed", addons: ["failed"] });
      expect(resources).toContain(`volume ${INSTANCE}-${resourceId}-node-1`);
      const second = await ask(world, resourceId);
      await durableRunner(world.world).run(remove, second.id);
      await expectRemoved(world, second.id, resourceId, 2);
    },
  );

  test("data that cannot be saved is not given up", async () => {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    world.redis.setInfo(`${INSTANCE}-${resourceId}-node-1`, { isLastSaveOk: false });
    const { id } = await ask(world, resourceId);
    await durableRunner(world.world).run(remove, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "save_failed" });
    await sweep(world.world, new Date(Date.now() + 48 * HOUR_MS), letThrough);
    expect((await seen(world, id)).resources).toEqual(
      [...appResources(world.name), ...databaseResources(resourceId)].sort(),
    );
  });

  test.each([
    ["refuses Berth", new DomainError("conflict", "redis_auth_refused", "It refuses."), "save_failed"],
    ["is busy with a script", new DomainError("unavailable", "redis_busy", "It is busy."), "redis_busy"],
    [
      "is behind a link that does not run",
      new DomainError("unavailable", "link_unreachable", "No link."),
      "link_unreachable",
    ],
  ])("a Redis that %s has data, which is not given up", async (_what, refusal, reason) => {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    world.redis.failNext("ping", refusal);
    const { id } = await ask(world, resourceId);
    await durableRunner(world.world).run(remove, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: reason });
    expect((await seen(world, id)).resources).toContain(`service ${INSTANCE}-${resourceId}-node-1`);
  });

  test.each([
    ["loads what is on its disk", "redis_loading"],
    ["hangs", "redis_unreachable"],
  ])("a Redis that %s can be removed", async (_what, reason) => {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    world.redis.failNext("ping", new DomainError("unavailable", reason, "It does not answer."));
    const { id } = await ask(world, resourceId);
    await durableRunner(world.world).run(remove, id);
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded" });
  });

  test("the network of an app without containers goes with its last database", async () => {
    const world = await makeWorld({ source: "none" });
    const { resourceId } = await world.addRunning();
    const { id } = await ask(world, resourceId);
    await durableRunner(world.world).run(remove, id);
    expect((await seen(world, id)).resources).toEqual([
      `network ${INSTANCE}`,
      `volume ${INSTANCE}-${resourceId}-node-1`,
    ]);
  });
});

describe("restart", () => {
  test("new variables reach the containers, and a repeated step starts them only once", async () => {
    const world = await makeWorld();
    await setVariable(world.ctx, { app: world.name, name: "COLOUR", value: "teal" });
    const { id } = await restartApp(world.ctx, { app: world.name });
    await crashAndResume(world, restart, id, { index: 1, when: "before-recording" });
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded" });
    expect(world.engine.environmentOf(`${INSTANCE}_${world.name}`)).toEqual({ COLOUR: "teal" });
  });

  test("a container that does not start is told with the engine's words", async () => {
    const world = await makeWorld();
    world.engine.failTasks(`${INSTANCE}_${world.name}`, "exec: no such file");
    const { id } = await restartApp(world.ctx, { app: world.name });
    await durableRunner(world.world).run(restart, id);
    expect(await loadOperation(id)).toMatchObject({
      status: "failed",
      errorReason: "app_not_started",
      errorMessage: expect.stringMatching(/no such file/),
    });
  });
});

describe("an app whose container ends by itself", () => {
  const WORDS = "the container ended by itself with exit code 7";
  /** Runs the workflow; while it watches whether the app's container stays, that one ends. */
  const runFalling = async (world: World, workflow: Workflow, operationId: string) => {
    const serviceName = `${INSTANCE}_${world.name}`;
    const fall: Parameters<typeof durableRunner>[1] = {
      holds: async (probe) => {
        for (const task of world.engineWorld.services.get(serviceName)?.tasks ?? []) {
          world.engine.failTasks(serviceName, WORDS);
          Object.assign(task, { state: "failed", error: WORDS });
          const at = "2026-01-01T00:00:00.000000001Z";
          const [hostId, containerId] = [task.hostId ?? "", task.containerId ?? ""];
          world.containers.add({ hostId, containerId, serviceName, databaseId: "", role: "node" });
          world.containers.write(containerId, { at, text: "no such module" });
        }
        await probe();
      },
    };
    await durableRunner(world.world, fall).run(workflow, operationId);
    return loadOperation(operationId);
  };
  const told = {
    status: "failed",
    errorReason: "app_not_started",
    errorMessage: expect.stringContaining(`${WORDS}. It wrote last:\nno such module`),
  };

  test("is not restarted, and does not run the new revision", async () => {
    const world = await makeWorld();
    const { appliedRevision } = await loadApp(world.appId);
    const { id } = await restartApp(world.ctx, { app: world.name });
    expect(await runFalling(world, restart, id)).toMatchObject(told);
    expect((await loadApp(world.appId)).appliedRevision).toBe(appliedRevision);
  });

  test("gets its database and is told of", async () => {
    const world = await makeWorld();
    const { operationId } = await world.add();
    expect(await runFalling(world, provision, operationId)).toMatchObject(told);
    expect((await seen(world, operationId)).addons).toEqual(["running"]);
  });

  test("loses its database and is told of", async () => {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    const { id } = await removeAddon(world.ctx, { app: world.name, addon: resourceId, confirm: resourceId });
    expect(await runFalling(world, remove, id)).toMatchObject({
      ...told,
      errorMessage: expect.stringMatching(/database is removed.*exit code 7/),
    });
    expect((await seen(world, id)).addons).toEqual(["removed"]);
  });
});

describe("delete-app", () => {
  const ask = (world: World) => askToDeleteApp(world.ctx, { app: world.name, confirm: world.name });

  test.each(crashes(DELETE_APP_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const world = await makeWorld();
      const { resourceId } = await world.addRunning();
      const { id } = await ask(world);
      expect(await crashAndResume(world, deleteApp, id, crash)).toEqual(DELETE_APP_STEPS);
      expect(await loadOperation(id)).toMatchObject({ status: "succeeded" });
      expect(await resourcesOf(world.engine)).toEqual([
        `network ${INSTANCE}`,
        `volume ${INSTANCE}-${resourceId}-node-1`,
      ]);
      expect((await loadApp(world.appId)).deletedAt).not.toBeNull();
    },
  );
});

describe("an app that is linked to a service of somebody else", () => {
  test("the service gets the URL beside its own variables, and is given back as it was", async () => {
    const engine = memoryDockerEngine({ instance: INSTANCE });
    const redis = memoryRedisAdmin();
    engine.addForeignService({ name: "shop", image: "some/shop", environment: { COLOUR: "teal" } });
    const ctx = makeContext(await makeUser({ isAdmin: true }), { engine, redis });
    const world = worldOf({ ...ctx, engine, redis });
    await engine.applyNetwork({
      name: INSTANCE,
      owner: { appId: null, databaseId: null },
      isAttachable: true,
    });
    await createApp(ctx, { name: "linked", source: "service", service: "shop" });
    const added = await addAddon(ctx, {
      app: "linked",
      provider: "redis",
      planId: "free",
      requestKey: randomUUID(),
    });
    await durableRunner(world).run(provision, added.operationId);
    expect(Object.keys(engine.environmentOf("shop")).sort()).toEqual([
      "COLOUR",
      "REDIS_URL",
      "SCALINGO_REDIS_URL",
    ]);
    expect(await engine.listForeignServices()).toMatchObject([{ name: "shop", isLinked: true }]);

    const deletion = await askToDeleteApp(ctx, { app: "linked", confirm: "linked" });
    await durableRunner(world).run(deleteApp, deletion.id);
    expect(await loadOperation(deletion.id)).toMatchObject({ status: "succeeded" });
    expect(engine.environmentOf("shop")).toEqual({ COLOUR: "teal" });
    expect(await engine.listForeignServices()).toMatchObject([{ name: "shop", isLinked: false }]);
  });
});

describe("a linked service that its owner deploys again", () => {
  async function makeLinked() {
    const engine = memoryDockerEngine({ instance: INSTANCE });
    const redis = memoryRedisAdmin();
    const deploy = () => engine.addForeignService({ name: "shop", image: "some/shop" });
    deploy();
    const ctx = makeContext(await makeUser({ isAdmin: true }), { engine, redis });
    const world = worldOf({ ...ctx, engine, redis });
    const created = await createApp(ctx, { name: "linked", source: "service", service: "shop" });
    await setVariable(ctx, { app: "linked", name: "COLOUR", value: "teal" });
    const { id } = created.operationId
      ? { id: created.operationId }
      : await restartApp(ctx, { app: "linked" });
    await durableRunner(world).run(restart, id);
    const events = async () =>
      (await prisma().event.findMany({ where: { type: "link_restored" }, select: { data: true } })).map(
        ({ data }) => data,
      );
    return { engine, ctx, world, deploy, events };
  }

  test("has its variables again within a sweep, and the timeline tells it", async () => {
    const { engine, world, deploy, events } = await makeLinked();
    expect(engine.environmentOf("shop")).toEqual({ COLOUR: "teal" });
    await sweep(world, new Date(), letThrough);
    expect(await events()).toEqual([]);
    deploy();
    expect(engine.environmentOf("shop")).toEqual({});
    await sweep(world, new Date(), letThrough);
    expect(engine.environmentOf("shop")).toEqual({ COLOUR: "teal" });
    await sweep(world, new Date(), letThrough);
    expect(await events()).toEqual([{ service: "shop" }]);
  });

  test("is not started anew for a variable that waits for a restart", async () => {
    const { engine, ctx, world, events } = await makeLinked();
    await setVariable(ctx, { app: "linked", name: "COLOUR", value: "red" });
    await sweep(world, new Date(), letThrough);
    expect(engine.environmentOf("shop")).toEqual({ COLOUR: "teal" });
    expect(await events()).toEqual([]);
  });
});

describe("sweep", () => {
  test("what a failed provision could not take away is taken away once the engine is back", async () => {
    const world = await makeWorld();
    const { operationId } = await world.add();
    const runner = durableRunner(world.world);
    await runner.run(provision, operationId, { crash: { index: 4, when: "after-recording" } });
    world.engine.setReachable(false);
    await runner.run(provision, operationId);
    world.engine.setReachable(true);
    expect(await loadOperation(operationId)).toMatchObject({ status: "failed" });
    expect((await seen(world, operationId)).resources.length).toBeGreaterThan(3);
    await sweep(world.world, new Date(Date.now() + 1_000), letThrough);
    expect((await seen(world, operationId)).resources).toEqual(appResources(world.name).sort());
  });

  test("a running database is left alone, and so is one that is being made", async () => {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    const { operationId, addon } = await world.add();
    await durableRunner(world.world).run(provision, operationId, {
      crash: { index: 4, when: "after-recording" },
    });
    const before = (await seen(world, operationId)).resources;
    expect(before).toContain(`service ${INSTANCE}-${addon.resourceId}-node-1`);
    await sweep(world.world, new Date(Date.now() + 48 * HOUR_MS), letThrough);
    expect((await seen(world, operationId)).resources).toEqual(before);
    expect(before).toContain(`service ${INSTANCE}-${resourceId}`);
  });

  test("what was taken off the engine of a running database and app is brought back", async () => {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    const { engine, name } = world;
    const expected = [...appResources(name), ...databaseResources(resourceId)].sort();
    for (const service of [
      `${INSTANCE}_${name}`,
      `${INSTANCE}-${resourceId}`,
      `${INSTANCE}-${resourceId}-node-1`,
    ])
      await engine.removeService(service, 1_000);
    for (const secret of ["gd-1", "gw-1", "n1-acl", "n1-conf"])
      await engine.removeSecret(`${INSTANCE}-${resourceId}-${secret}`);
    await engine.removeNetwork(`${INSTANCE}-app-${name}`);
    await sweep(world.world, new Date(), letThrough);
    expect(await resourcesOf(engine)).toEqual(expected);
    expect(Object.keys(engine.environmentOf(`${INSTANCE}_${name}`)).sort()).toEqual([
      "REDIS_URL",
      "SCALINGO_REDIS_URL",
    ]);
  });
});
