import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner, plainDeps } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import {
  crashAndResume,
  crashes,
  letThrough,
  makeWorld,
  resourcesOf,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { setAddonStatus, startAddonRemoval } from "../db/addons";
import { loadApp } from "../db/apps";
import { prisma, transaction } from "../db/client";
import { finishOperation, loadOperation } from "../db/operations";
import { deleteApp as askToDeleteApp } from "../services/apps/delete-app";
import { deleteApp } from "./delete-app";
import { endLost } from "./lost";
import { sweep } from "./sweep";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const DELETE_APP_STEPS = [
  "begin",
  "remove-service",
  "remove-databases",
  "remove-network",
  "record-deletion",
  "succeed",
];

describe("delete-app", () => {
  const ask = (world: WorkflowWorld) => askToDeleteApp(world.ctx, { app: world.name, confirm: world.name });

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

  /** An app with a database that runs and one that could not be made; the first cannot be taken away. */
  async function failing() {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    const failed = await world.addRunning();
    await prisma().addon.update({ where: { id: failed.id }, data: { status: "failed" } });
    const { id } = await ask(world);
    return { world, resourceId, id };
  }
  const statuses = async () =>
    (await prisma().addon.findMany({ orderBy: { createdAt: "asc" } })).map(({ status }) => status);

  test.each(["remove-service", "remove-databases", "remove-network"])(
    "a failure at %s leaves the app with what is not removed of it, and it can be deleted again",
    async (failAt) => {
      const { world, resourceId, id } = await failing();
      const before = await resourcesOf(world.engine);
      await durableRunner(world.world).run(deleteApp, id, { failAt });
      expect(await loadOperation(id)).toMatchObject({ status: "failed" });
      const isRemoved = failAt === "remove-network";
      expect(await statuses()).toEqual(isRemoved ? ["removed", "removed"] : ["running", "failed"]);
      await sweep(world.world, new Date(), letThrough);
      expect((await resourcesOf(world.engine)).filter((name) => name.includes(resourceId))).toEqual(
        before.filter((name) => name.includes(resourceId) && (!isRemoved || name.startsWith("volume"))),
      );
      const again = await ask(world);
      await durableRunner(world.world).run(deleteApp, again.id);
      expect(await loadOperation(again.id)).toMatchObject({ status: "succeeded" });
      expect(await statuses()).toEqual(["removed", "removed"]);
    },
  );

  test("one whose story is lost ends as its failure does", async () => {
    const { world, id } = await failing();
    const { appId } = world;
    const lost = { id, kind: "delete-app", appId, databaseId: null, workflowStatus: "ERROR" } as const;
    await endLost(plainDeps(world.world), lost);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "workflow_lost" });
    expect(await statuses()).toEqual(["running", "failed"]);
  });

  test("a database that was removed before another one failed is gone, with its variables", async () => {
    const world = await makeWorld();
    const [first, second] = [await world.addRunning(), await world.addRunning()];
    world.redis.setInfo(`${INSTANCE}-${second.resourceId}-node-1`, { isLastSaveOk: false });
    const { id } = await ask(world);
    await durableRunner(world.world).run(deleteApp, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "save_failed" });
    expect(await statuses()).toEqual(["removed", "running"]);
    const variablesOf = (addonId: string) => prisma().variable.count({ where: { addonId } });
    expect([await variablesOf(first.id), (await variablesOf(second.id)) > 0]).toEqual([0, true]);
  });

  test("a database that is half taken away comes back, and it is told that all may be tried again", async () => {
    const { world, resourceId, id } = await failing();
    const before = await resourcesOf(world.engine);
    world.engine.failNext("removeSecret", new DomainError("conflict", "engine_conflict", "It is in use."));
    await durableRunner(world.world).run(deleteApp, id);
    expect(await resourcesOf(world.engine)).not.toEqual(before);
    expect(await statuses()).toEqual(["running", "failed"]);
    expect(await loadOperation(id)).toMatchObject({
      errorReason: "engine_conflict",
      errorMessage: expect.stringMatching(/^It is in use\. The app is not deleted.* delete it again/),
    });
    await sweep(world.world, new Date(), letThrough);
    const of = (names: readonly string[]) => names.filter((name) => name.includes(resourceId));
    expect(of(await resourcesOf(world.engine))).toEqual(of(before));
  });

  test("what earlier versions left as going away is what it was, but for what still goes", async () => {
    const mend = () =>
      prisma().$executeRawUnsafe(
        readFileSync(resolve("prisma/migrations/0045_given_back_addons/migration.sql"), "utf8"),
      );
    const world = await makeWorld();
    const [served, failed, removed] = [
      await world.addRunning(),
      await world.addRunning(),
      await world.addRunning(),
    ];
    await prisma().variable.deleteMany({ where: { addonId: failed.id } });
    await transaction((tx) => setAddonStatus(tx, removed.id, "removed"));
    const { id } = await ask(world);
    await prisma().addon.updateMany({ data: { formerStatus: null } });
    await mend();
    expect(await statuses()).toEqual(["removing", "removing", "removed"]);
    await transaction((tx) =>
      finishOperation(tx, id, { reason: "save_failed", message: "It is not saved." }),
    );
    await mend();
    expect(await statuses()).toEqual(["running", "failed", "removed"]);
    const { id: databaseId } = await prisma().database.findUniqueOrThrow({ where: { addonId: served.id } });
    await transaction((tx) => startAddonRemoval(tx, served.id));
    await prisma().operation.update({
      where: { id },
      data: {
        kind: "remove",
        databaseId,
        status: "running",
        finishedAt: null,
        errorReason: null,
        errorMessage: null,
      },
    });
    await mend();
    expect(await statuses()).toEqual(["removing", "failed", "removed"]);
  });
});
