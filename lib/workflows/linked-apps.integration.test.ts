import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE, makeContext, makeUser } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { letThrough } from "../../tests/workflow-world";
import { worldOf } from "../../tests/world";
import { memoryDockerEngine } from "../adapters/docker/memory/engine";
import { memoryRedisAdmin } from "../adapters/redis/memory";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { addAddon } from "../services/addons/add-addon";
import { createApp } from "../services/apps/create-app";
import { deleteApp as askToDeleteApp } from "../services/apps/delete-app";
import { restartApp } from "../services/apps/restart-app";
import { setVariable } from "../services/variables/set-variable";
import { deleteApp } from "./delete-app";
import { provision } from "./provision";
import { restart } from "./restart";
import { sweep } from "./sweep";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

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
