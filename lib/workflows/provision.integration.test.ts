import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import {
  appResources,
  crashAndResume,
  crashes,
  databaseResources,
  makeWorld,
  resourcesOf,
  seen,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { deleteApp as askToDeleteApp } from "../services/apps/delete-app";
import { deleteApp } from "./delete-app";
import { provision } from "./provision";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

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

describe("provision", () => {
  const expectProvisioned = async (world: WorkflowWorld, operationId: string, resourceId: string) =>
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
