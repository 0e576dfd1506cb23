import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseMemoryBytes } from "../../lib/core/databases/memory";
import { nodeName } from "../../lib/core/databases/names";
import { HOST_OWN_BYTES } from "../../lib/core/hosts/choose";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { MIB } from "../../lib/core/units";
import { prisma } from "../../lib/db/client";
import { sumReservations } from "../../lib/db/nodes";
import { loadOperation } from "../../lib/db/operations";
import type { DockerEngine, ServiceSpec } from "../../lib/ports/docker-engine";
import { platform } from "../../lib/runtime/container";
import { patiently, waiting } from "../../lib/runtime/steps";
import { changePlan } from "../../lib/services/databases/change-plan";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { handOff } from "../../lib/workflows/hand-off";
import { stopFirst } from "../../lib/workflows/stop-first";
import { durableRunner } from "../durable";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { dataOf } from "./data";
import { getAddonNodes } from "./records";
import { containerOf, docker } from "./stack";
import { startTraffic } from "./traffic";

type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

const UNHARMED = { lost: 0, stale: 0, failures: 0, firstFailure: null };
let berth: ControlPlane;
beforeAll(async () => {
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

async function makeDatabase(app: string, bytes: number, planId = "256m") {
  const asked = await askForDatabase(berth.ctx, app, planId, "7.0.15");
  await operationEnded(berth.ctx, asked);
  const { resourceId } = asked;
  const data = await dataOf(berth.ctx, resourceId);
  await data.fill(bytes);
  const traffic = await startTraffic(berth.ctx, { app, resourceId });
  await traffic.wrote(50);
  return { app, resourceId, data, traffic };
}

describe("writes that come faster than the new node can follow", () => {
  test("are waited for with what is left shown, and then it goes on", async () => {
    const { app, resourceId, traffic, data } = await makeDatabase("slow", 40 * MIB);
    const before = await data.digest();
    const { id } = await changePlan(berth.ctx, { resourceId, planId: "512m" });
    const key = { app, operationId: id };
    await stepBegun(berth.ctx, key, "start-replication");
    const name = nodeName({ instance: berth.ctx.instance, resourceId }, 2);
    const successor = await containerOf(berth.ctx.engine, name);
    await docker("pause", successor);
    await traffic.wrote(500);
    const meanwhile = await loadOperation(id);
    expect(meanwhile.status).toBe("running");
    expect(meanwhile.steps.find((step) => step.name === "cut-over")?.status).toBe("pending");
    await docker("unpause", successor);
    expect(await operationEnded(berth.ctx, key)).toMatchObject({ status: "succeeded" });
    const sync = (await loadOperation(id)).steps.find((step) => step.name === "wait-for-sync");
    expect(sync?.detail).toMatchObject({ leftBytes: expect.any(Number), totalBytes: expect.any(Number) });
    await traffic.wrote(50);
    expect(await traffic.stop()).toMatchObject(UNHARMED);
    expect(await data.digest()).toBe(before);
  }, 360_000);
});

/** The real world, in which the services of new nodes are made a little differently. */
function worldWith(change: (spec: ServiceSpec) => Promise<ServiceSpec> | ServiceSpec) {
  const world = platform();
  const changed: DockerEngine = {
    ...world.engine,
    applyService: async (spec) =>
      world.engine.applyService(spec.name.endsWith("-node-2") ? await change(spec) : spec),
  };
  return { ...world, engine: changed };
}

/** The operation is run here: a worker that starts later must not take it. */
async function takeFromQueue(operationId: string): Promise<void> {
  await prisma().$executeRaw`DELETE FROM dbos.workflow_status WHERE workflow_uuid = ${operationId}`;
}

describe("a new node that cannot start", () => {
  // No worker: these run here, step by step, each in a world of its own.
  beforeAll(() => berth.killWorker());
  afterAll(() => berth.startWorker());

  const missingImage = (spec: ServiceSpec) => ({ ...spec, image: "berth-redis:none" });
  const tooSmall = (spec: ServiceSpec) => ({ ...spec, memoryLimitBytes: 48 * MIB });
  const fullDisk = async (spec: ServiceSpec): Promise<ServiceSpec> => {
    const options = ["type=tmpfs", "device=tmpfs", "o=size=1m,uid=999,gid=999,mode=0755"];
    const words = options.flatMap((option) => ["--opt", option]);
    const label = `berth.instance=${berth.ctx.instance}`;
    await docker("volume", "create", "--label", label, ...words, spec.name);
    return spec;
  };

  test.each([
    ["image", missingImage, "image_missing", /berth-redis:none/],
    ["memory", tooSmall, "successor_ended", /memory limit/],
    ["disk", fullDisk, "save_failed", /free disk space/],
  ] as const)(
    "for want of %s is named, and the database never noticed",
    async (what, change, reason, message) => {
      berth.startWorker();
      const { resourceId, data, traffic } = await makeDatabase(`no-${what}`, 60 * MIB);
      const before = await data.digest();
      await berth.killWorker();
      const { id } = await upgradeDatabase(berth.ctx, { resourceId, version: "8.0.2" });
      await takeFromQueue(id);
      const runner = durableRunner(worldWith(change), { waitUntil: waiting({}), patiently });
      await runner.run(handOff, id);
      const { status, errorReason, errorMessage } = await loadOperation(id);
      expect({ status, errorReason, errorMessage }).toEqual({
        status: "failed",
        errorReason: reason,
        errorMessage: expect.stringMatching(message),
      });
      await traffic.wrote(50);
      expect(await traffic.stop()).toMatchObject({ ...UNHARMED, connects: 3 });
      expect((await getAddonNodes(resourceId)).active.number).toBe(1);
      expect(await data.digest()).toBe(before);
      const left = (await berth.ctx.engine.listResources()).filter(({ name }) =>
        name.includes(`${resourceId}-n`),
      );
      expect(left.map(({ type }) => type).sort()).toEqual(["secret", "secret", "service", "volume"]);
    },
    360_000,
  );

  test("where there is room for one only, the old one stops first and nothing is lost either", async () => {
    berth.startWorker();
    const { resourceId, data, traffic } = await makeDatabase("stop-first", 20 * MIB);
    const before = await data.digest();
    await berth.killWorker();
    const ctx = { ...berth.ctx, engine: await engineWithRoomForOne(berth.ctx.engine) };
    await expect(changePlan(ctx, { resourceId, planId: "512m" })).rejects.toMatchObject({
      reason: "no_room_for_two",
    });
    const { id } = await changePlan(ctx, { resourceId, planId: "512m", version: "8.0.2", way: "stop-first" });
    await takeFromQueue(id);
    const runner = durableRunner(platform(), { waitUntil: waiting({}), patiently });
    await runner.run(stopFirst, id);
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded", errorMessage: null });
    await traffic.wrote(50);
    expect(await traffic.stop()).toMatchObject({ lost: 0, stale: 0 });
    expect(await data.digest()).toBe(before);
  }, 360_000);
});

/** As if others had taken so much that a second node finds no room beside the first. */
async function engineWithRoomForOne(engine: DockerEngine): Promise<DockerEngine> {
  const reserved = await sumReservations();
  const [present, wanted] = ["256m", "512m"].map((id) => {
    const plan = DEFAULT_PLANS.find((candidate) => candidate.id === id);
    return plan ? databaseMemoryBytes(plan) : 0;
  });
  const missing = (wanted ?? 0) - (present ?? 0);
  const hosts = (await engine.listHosts()).map((host) => ({
    ...host,
    memoryBytes: HOST_OWN_BYTES + host.reservedByOthersBytes + (reserved.get(host.id) ?? 0) + missing,
  }));
  return { ...engine, listHosts: async () => hosts };
}
