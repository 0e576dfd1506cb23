import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import {
  appResources,
  crashAndResume,
  crashes,
  databaseResources,
  letThrough,
  makeWorld,
  seen,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { HOUR_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { removeAddon } from "../services/addons/remove-addon";
import { remove } from "./remove";
import { sweep } from "./sweep";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const REMOVE_STEPS = [
  "begin",
  "unset-variables",
  "restart-app",
  "save-data",
  "back-up-last",
  "remove-gateway",
  "remove-node",
  "remove-secrets",
  "record-removal",
  "succeed",
];

describe("remove", () => {
  const expectRemoved = async (world: WorkflowWorld, operationId: string, resourceId: string, requests = 1) =>
    expect(await seen(world, operationId)).toEqual({
      status: "succeeded",
      error: null,
      resources: [...appResources(world.name), `volume ${INSTANCE}-${resourceId}-node-1`].sort(),
      variables: [],
      events: ["database_backup_succeeded", ...Array(requests).fill("delete_addon"), "new_addon", "new_app"],
      addons: ["removed"],
    });
  const ask = (world: WorkflowWorld, resourceId: string) =>
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
    expect(world.redis.calls()).toContainEqual(expect.objectContaining({ method: "save" }));

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
