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
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { DEMO_IMAGE } from "../core/databases/images";
import { DAY_MS, HOUR_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { removeAddon } from "../services/addons/remove-addon";
import { provision } from "./provision";
import { remove } from "./remove";
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

  test("what the trial of a dump left is taken away once nothing is being done with its database", async () => {
    const world = await makeWorld();
    const { engine, add } = world;
    const { resourceId } = await world.addRunning();
    const unfinished = await add();
    await durableRunner(world.world).run(provision, unfinished.operationId, {
      crash: { index: 4, when: "after-recording" },
    });
    const ended = await world.addRunning();
    const hostId = (await engine.listHosts())[0]?.id ?? "";
    const leave = async (of: string) => {
      const found = await prisma().addon.findFirstOrThrow({
        where: { resourceId: of },
        select: { database: { select: { id: true } } },
      });
      const volume = `${INSTANCE}-${of}-proof`;
      const owner = { appId: world.appId, databaseId: found.database?.id ?? null };
      const file = { fileName: "dump.rdb", bytes: 0, content: nothing(), uid: 999, mode: 0o600 };
      await engine.writeVolumeFile({ hostId, owner, volume, image: DEMO_IMAGE, ...file });
      return `volume ${volume}`;
    };
    const left = [await leave(resourceId), await leave(ended.resourceId)];
    const kept = await leave(unfinished.addon.resourceId);
    const removal = await removeAddon(world.ctx, {
      app: world.name,
      addon: ended.resourceId,
      confirm: ended.resourceId,
      // It would be proven in the same place, and leave nothing there.
      keepsBackup: false,
    });
    await durableRunner(world.world).run(remove, removal.id);
    const before = await resourcesOf(engine);
    expect(before).toEqual(expect.arrayContaining([...left, kept]));
    await sweep(world.world, new Date(), letThrough);
    expect(await resourcesOf(engine)).toEqual(before.filter((name) => !left.includes(name)));
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

async function* nothing(): AsyncGenerator<Uint8Array> {}

describe("certificates of gateways", () => {
  /** What the gateway was told to show, in order. */
  const shown = ({ gateways }: WorkflowWorld, resourceId: string) =>
    gateways.told(`${INSTANCE}-${resourceId}`).filter((told) => told.startsWith("certificate "));
  const at = async (world: WorkflowWorld, days: number) =>
    sweep(world.world, new Date(Date.now() + days * DAY_MS), letThrough);
  const revisions = () => prisma().database.findFirstOrThrow({ select: { gatewayRevision: true } });

  test("are renewed 30 days before their end, and told to the running gateway and to one that starts anew", async () => {
    const world = await makeWorld();
    const { resourceId } = await world.addRunning();
    await at(world, 334);
    expect(shown(world, resourceId)).toEqual([]);
    await at(world, 336);
    const [renewed] = shown(world, resourceId);
    expect(renewed).toContain("BEGIN PRIVATE KEY");
    const { names, expiresAt } = await prisma().gatewayCertificate.findFirstOrThrow();
    expect(names).toEqual([`${INSTANCE}-${resourceId}`, resourceId, "db.example.org"]);
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 364 * DAY_MS);
    // Its secret holds the former one: whenever it starts it has to be told again.
    await at(world, 1);
    expect(shown(world, resourceId)).toEqual([renewed, renewed]);
    expect(await revisions()).toEqual({ gatewayRevision: 1 });
  });

  test("a gateway that takes no commands is replaced shortly before the end of what it shows, not sooner", async () => {
    const world = await makeWorld();
    await world.addRunning();
    world.gateways.setDeaf(true);
    await at(world, 340);
    expect(await revisions()).toEqual({ gatewayRevision: 1 });
    await at(world, 360);
    expect(await revisions()).toEqual({ gatewayRevision: 2 });
  });

  test("another public host name is in them from then on", async () => {
    const world = await makeWorld();
    await world.addRunning();
    await sweep({ ...world.world, publicHost: "other.example.org" }, new Date(), letThrough);
    expect((await prisma().gatewayCertificate.findFirstOrThrow()).names).toContain("other.example.org");
  });
});
