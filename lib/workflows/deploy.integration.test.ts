import { beforeEach, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, makeWorld } from "../../tests/workflow-world";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { deployApp } from "../services/apps/deploy-app";
import { getApp } from "../services/apps/get-app";
import { restart } from "./restart";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

/** The first step, the two that people watch, and the end. */
const CRASHES = [0, 1, 2, 3].flatMap((index) =>
  (["before-recording", "after-recording"] as const).map((when) => ({ index, when })),
);

test.each(CRASHES)(
  "a deployment cut off at step $index, $when, ends with one new container",
  async (crash) => {
    const world = await makeWorld();
    world.engine.addImage("some/app:2");
    const { id } = await deployApp(world.ctx, {
      app: world.name,
      image: "some/app:2",
      command: "serve 'a b'",
    });
    await crashAndResume(world, restart, id, crash);
    expect(await loadOperation(id)).toMatchObject({ kind: "deploy", status: "succeeded" });
    const running = (await world.engine.listTasks(`${INSTANCE}_${world.name}`)).filter(
      ({ state }) => state === "running",
    );
    expect(running).toMatchObject([{ image: "some/app:2" }]);
    expect(world.engineWorld.services.get(`${INSTANCE}_${world.name}`)?.spec).toMatchObject({
      args: ["serve", "a b"],
    });
    expect(await getApp(world.ctx, { app: world.name })).toMatchObject({ needsRestart: false });
  },
);

test("a wrong image fails with the engine's reason, does not count as applied, and is mended by another", async () => {
  const world = await makeWorld();
  const { appliedRevision } = await loadApp(world.appId);
  const wrong = await deployApp(world.ctx, { app: world.name, image: "some/ap:2" });
  await durableRunner(world.world).run(restart, wrong.id);
  expect(await loadOperation(wrong.id)).toMatchObject({
    status: "failed",
    errorReason: "app_not_started",
    errorMessage: expect.stringContaining("some/ap:2"),
  });
  expect((await loadApp(world.appId)).appliedRevision).toBe(appliedRevision);
  const mended = await deployApp(world.ctx, { app: world.name, image: "some/app" });
  await durableRunner(world.world).run(restart, mended.id);
  expect(await loadOperation(mended.id)).toMatchObject({ status: "succeeded" });
});
