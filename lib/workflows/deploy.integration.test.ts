import { beforeEach, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, makeWorld, type WorkflowWorld } from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { deployApp } from "../services/apps/deploy-app";
import { getApp } from "../services/apps/get-app";
import { restartApp } from "../services/apps/restart-app";
import { setVariable } from "../services/variables/set-variable";
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

const runningImages = async ({ engine, name }: WorkflowWorld) =>
  (await engine.listTasks(`${INSTANCE}_${name}`))
    .filter(({ state }) => state === "running")
    .map(({ image }) => image);

/** Begin, the step that hands over, the one that fails, the way back, and the end. */
const FAILING_CRASHES = [0, 1, 2, 3, 4].flatMap((index) =>
  (["before-recording", "after-recording"] as const).map((when) => ({ index, when })),
);

test.each(FAILING_CRASHES)(
  "a wrong image, cut off at step $index, $when, leaves what ran before in the records and on the engine",
  async (crash) => {
    const world = await makeWorld();
    const wrong = await deployApp(world.ctx, { app: world.name, image: "some/ap:2", command: "nonsense" });
    await crashAndResume(world, restart, wrong.id, crash);
    expect(await loadOperation(wrong.id)).toMatchObject({
      status: "failed",
      errorReason: "app_not_started",
      errorMessage: expect.stringMatching(
        /^some\/ap:2 was not deployed\. The app keeps its former image, some\/app\. .*No such image: some\/ap:2/,
      ),
    });
    expect(await getApp(world.ctx, { app: world.name })).toMatchObject({
      image: "some/app",
      command: null,
      needsRestart: false,
    });
    expect(await runningImages(world)).toEqual(["some/app"]);
    const again = await restartApp(world.ctx, { app: world.name });
    await durableRunner(world.world).run(restart, again.id);
    expect(await loadOperation(again.id)).toMatchObject({ status: "succeeded" });
    expect(await runningImages(world)).toEqual(["some/app"]);
  },
);

test("where the engine has gone back by itself nothing is started anew, and a variable changed meanwhile still waits", async () => {
  const world = await makeWorld();
  const service = world.engineWorld.services.get(`${INSTANCE}_${world.name}`);
  const deployed = await deployApp(world.ctx, { app: world.name, image: "some/ap:2" });
  const goesBack = durableRunner(world.world, {
    waitUntil: async (probe) => {
      await setVariable(world.ctx, { app: world.name, name: "COLOUR", value: "teal" });
      return probe().finally(
        () => service && world.engineWorld.services.set(`${INSTANCE}_${world.name}`, service),
      );
    },
  });
  await goesBack.run(restart, deployed.id);
  expect(world.engineWorld.services.get(`${INSTANCE}_${world.name}`)).toBe(service);
  expect(await getApp(world.ctx, { app: world.name })).toMatchObject({
    image: "some/app",
    needsRestart: true,
  });
});

test("with the engine away nobody knows what runs: the records keep what was asked for", async () => {
  const world = await makeWorld();
  const { id } = await deployApp(world.ctx, { app: world.name, image: "some/app:3" });
  const away = async () => {
    throw new DomainError("unavailable", "engine_unreachable", "The Docker engine cannot be reached.");
  };
  const engine = { ...world.engine, applyService: away, ping: away };
  await durableRunner({ ...world.world, engine }).run(restart, id);
  expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "engine_unreachable" });
  expect(await getApp(world.ctx, { app: world.name })).toMatchObject({
    image: "some/app:3",
    needsRestart: true,
  });
});

test("an app that nothing ever ran of keeps the image that was tried, to be mended", async () => {
  const world = await makeWorld({ source: "none" });
  const { id } = await deployApp(world.ctx, { app: world.name, image: "some/ap:2" });
  await durableRunner(world.world).run(restart, id);
  expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "app_not_started" });
  expect(await getApp(world.ctx, { app: world.name })).toMatchObject({ image: "some/ap:2" });
  const mended = await deployApp(world.ctx, { app: world.name, image: "some/app" });
  await durableRunner(world.world).run(restart, mended.id);
  expect(await loadOperation(mended.id)).toMatchObject({ status: "succeeded" });
});
