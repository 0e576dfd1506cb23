import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner, type Workflow } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, makeWorld, seen, type WorkflowWorld } from "../../tests/workflow-world";
import { isUnavailable } from "../core/errors";
import { SECOND_MS } from "../core/units";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { removeAddon } from "../services/addons/remove-addon";
import { restartApp } from "../services/apps/restart-app";
import { setVariable } from "../services/variables/set-variable";
import { provision } from "./provision";
import { remove } from "./remove";
import { restart } from "./restart";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

describe("restart", () => {
  test("new variables reach the containers, and a repeated step starts them only once", async () => {
    const world = await makeWorld();
    await setVariable(world.ctx, { app: world.name, name: "COLOUR", value: "teal" });
    const { id } = await restartApp(world.ctx, { app: world.name });
    await crashAndResume(world, restart, id, { index: 1, when: "before-recording" });
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded" });
    expect(world.engine.environmentOf(`${INSTANCE}_${world.name}`)).toEqual({ COLOUR: "teal" });
  });

  test("a container that waits for the port of the one before it has not failed", async () => {
    const world = await makeWorld();
    const { engine } = world;
    const { id } = await restartApp(world.ctx, { app: world.name });
    const ERROR = "no suitable node (host-mode port already in use on 1 node)";
    let looks = 0;
    const waiting: typeof engine = {
      ...engine,
      listTasks: async (name) => {
        looks += 1;
        const tasks = await engine.listTasks(name);
        return looks < 5 ? tasks.map((task) => ({ ...task, state: "starting", error: ERROR })) : tasks;
      },
      hasOlderTasks: async () => looks < 5,
    };
    const patient = durableRunner(
      { ...world.world, engine: waiting },
      {
        waitUntil: async (probe, { timeoutMs, passes = isUnavailable }) => {
          for (let leftMs = timeoutMs; ; leftMs -= 10 * SECOND_MS)
            try {
              return await probe();
            } catch (error) {
              if (leftMs <= 20 * SECOND_MS || !passes(error)) throw error;
            }
        },
      },
    );
    await patient.run(restart, id);
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded" });
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
  const runFalling = async (world: WorkflowWorld, workflow: Workflow, operationId: string) => {
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
