import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import {
  appResources,
  databaseResources,
  letThrough,
  makeWorld,
  resourcesOf,
  seen,
} from "../../tests/workflow-world";
import { HOUR_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { provision } from "./provision";
import { sweep } from "./sweep";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

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
