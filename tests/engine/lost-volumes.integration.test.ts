import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseMemoryBytes } from "../../lib/core/databases/memory";
import { gatewayName, nodeName } from "../../lib/core/databases/names";
import { HOST_OWN_BYTES } from "../../lib/core/hosts/choose";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { prisma } from "../../lib/db/client";
import { sumReservations } from "../../lib/db/nodes";
import { loadOperation } from "../../lib/db/operations";
import type { DockerEngine } from "../../lib/ports/docker-engine";
import { platform } from "../../lib/runtime/container";
import { patiently, waiting } from "../../lib/runtime/steps";
import { changePlan } from "../../lib/services/databases/change-plan";
import { getHealth } from "../../lib/services/databases/get-health";
import { listChanges } from "../../lib/services/databases/list-changes";
import { undoChange } from "../../lib/services/databases/undo-change";
import { stopFirst } from "../../lib/workflows/stop-first";
import { sweep } from "../../lib/workflows/sweep";
import { durableRunner } from "../durable";
import { letThrough } from "../workflow-world";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { dataOf } from "./data";
import { containerOf, docker } from "./stack";

type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

const STOP_MS = 60_000;
const WAIT = { timeout: 60_000, interval: 200 };
let berth: ControlPlane;
beforeAll(async () => {
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

/** A database with a key and a file of it on disk. */
async function makeDatabase(app: string, planId = "free") {
  const asked = await askForDatabase(berth.ctx, app, planId);
  expect(await operationEnded(berth.ctx, asked)).toMatchObject({ status: "succeeded" });
  const { resourceId } = asked;
  const data = await dataOf(berth.ctx, resourceId);
  await data.ask(["SET word kept", "SAVE"]);
  const name = { instance: berth.ctx.instance, resourceId };
  const node = (number: number) => nodeName(name, number);
  const changeTo = async (planId: string) => {
    const { id } = await changePlan(berth.ctx, { resourceId, planId });
    expect(await operationEnded(berth.ctx, { app, operationId: id })).toMatchObject({ status: "succeeded" });
  };
  return { app, resourceId, data, node, gateway: gatewayName(name), changeTo };
}

const sweepNow = () => sweep(platform(), new Date(), letThrough);
const healthOf = async (resourceId: string) => (await getHealth(berth.ctx, { resourceId })).state;
const eventsOf = async (resourceId: string) =>
  (
    await prisma().event.findMany({
      where: { type: { startsWith: "data_" }, data: { path: ["resourceId"], equals: resourceId } },
      orderBy: { createdAt: "asc" },
      select: { type: true },
    })
  ).map(({ type }) => type);
const servicesOf = async (resourceId: string) =>
  (await berth.ctx.engine.listResources())
    .filter(({ type, name }) => type === "service" && name.includes(resourceId))
    .map(({ name }) => name);

/** What a prune does once no container has the volume any more. */
async function loseVolume(name: string): Promise<void> {
  const containers = await docker("ps", "-aq", "--filter", `volume=${name}`);
  for (const id of containers.split("\n").filter(Boolean)) await docker("rm", "-f", id);
  await expect.poll(() => docker("volume", "rm", name).catch(() => ""), WAIT).toContain(name);
}

/** A copy of the host's disk, and the way back from it: the file that tells a node of its data comes last. */
async function keepCopy(name: string) {
  const helper = (line: string, ...volumes: string[]) =>
    docker("run", "--rm", "--user", "0:0", "--entrypoint", "sh", ...volumes, "berth-redis:8.0.2", "-c", line);
  const copy = `${name}-disk`;
  const label = `berth.instance=${berth.ctx.instance}`;
  await docker("volume", "create", "--label", label, copy);
  await helper("cp -a /data/. /copy", "-v", `${name}:/data:ro`, "-v", `${copy}:/copy`);
  return {
    bringBack: async () => {
      await docker("volume", "create", "--label", label, name);
      const line = "mv /copy/redis.conf /last && cp -a /copy/. /data && cp -a /last /data/redis.conf";
      await helper(line, "-v", `${copy}:/copy`, "-v", `${name}:/data`);
      await docker("volume", "rm", copy);
    },
  };
}

test("a node that is killed comes back with its data", async () => {
  const { resourceId, data, node } = await makeDatabase("killed");
  const before = await containerOf(berth.ctx.engine, node(1));
  await docker("kill", "--signal", "KILL", before);
  await expect.poll(() => healthOf(resourceId), WAIT).toBe("healthy");
  expect(await containerOf(berth.ctx.engine, node(1))).not.toBe(before);
  expect(await data.ask(["GET word"])).toBe("kept\n");
  const told = await docker("inspect", "-f", "{{.Config.Env}}", await containerOf(berth.ctx.engine, node(1)));
  expect(told).toContain("BERTH_FIRST_START=no");
}, 240_000);

test("an undo is refused once the old volume is gone, of a kept node and of an undone one", async () => {
  const { app, resourceId, data, node, changeTo } = await makeDatabase("undo-lost");
  const ask = () => undoChange(berth.ctx, { resourceId, acceptsLoss: true });
  await changeTo("256m");
  const back = await ask();
  expect(await operationEnded(berth.ctx, { app, operationId: back.id })).toMatchObject({
    status: "succeeded",
  });
  await data.ask(["SET word present"]);
  for (const lost of [2, 1]) {
    expect((await listChanges(berth.ctx, { resourceId })).undo).not.toBeNull();
    await loseVolume(node(lost));
    await expect(ask()).rejects.toMatchObject({ code: "conflict", reason: "data_gone" });
    expect((await listChanges(berth.ctx, { resourceId })).undo).toBeNull();
    expect(await healthOf(resourceId)).toBe("healthy");
    expect(await data.ask(["GET word"])).toBe("present\n");
    if (lost === 2) await changeTo("512m");
  }
}, 480_000);

test("a stopped database whose volume was pruned is not started empty, and starts with its data once that is back", async () => {
  const { resourceId, data, node, gateway } = await makeDatabase("pruned");
  const copy = await keepCopy(node(1));
  // Its own sweep would bring back what is being removed.
  await berth.killWorker();
  for (const service of [gateway, node(1)]) await berth.ctx.engine.removeService(service, STOP_MS);
  await loseVolume(node(1));
  await sweepNow();
  await sweepNow();
  berth.startWorker();
  expect(await healthOf(resourceId)).toBe("data_gone");
  expect(await servicesOf(resourceId)).toEqual([gateway]);
  expect(await eventsOf(resourceId)).toEqual(["data_gone"]);
  await copy.bringBack();
  await sweepNow();
  await expect.poll(() => healthOf(resourceId), WAIT).toBe("healthy");
  expect(await data.ask(["GET word"])).toBe("kept\n");
  expect(await eventsOf(resourceId)).toEqual(["data_gone", "data_back"]);
}, 360_000);

test("a node whose volume goes while its service stands ends, and is shown as one that is gone", async () => {
  const { resourceId, data, node, gateway } = await makeDatabase("from-under");
  const copy = await keepCopy(node(1));
  await docker("service", "scale", "--detach", `${node(1)}=0`);
  await loseVolume(node(1));
  await docker("service", "scale", "--detach", `${node(1)}=1`);
  await expect
    .poll(async () => {
      await sweepNow();
      return healthOf(resourceId);
    }, WAIT)
    .toBe("data_gone");
  expect(await servicesOf(resourceId)).toEqual([gateway]);
  expect(await eventsOf(resourceId)).toEqual(["data_gone"]);
  await copy.bringBack();
  await sweepNow();
  await expect.poll(() => healthOf(resourceId), WAIT).toBe("healthy");
  expect(await data.ask(["GET word"])).toBe("kept\n");
}, 360_000);

/** The index of the step after which the old volume is in nobody's use. */
const STOPPED = 6;

test.each([
  [1, "data_gone", "data_gone", ""],
  [2, "data_gone", "healthy", "kept\n"],
])(
  "a stop-first change that loses volume %i ends as %s, and the database is %s",
  async (lost, reason, health, word) => {
    const { resourceId, data, node, gateway } = await makeDatabase(`stopped-${lost}`, "256m");
    await berth.killWorker();
    try {
      const ctx = { ...berth.ctx, engine: await engineWithRoomForOne(berth.ctx.engine) };
      const { id } = await changePlan(ctx, { resourceId, planId: "512m", way: "stop-first" });
      // The operation is run here: a worker that starts later must not take it.
      await prisma().$executeRaw`DELETE FROM dbos.workflow_status WHERE workflow_uuid = ${id}`;
      const runner = durableRunner(platform(), { waitUntil: waiting({}), patiently });
      const index = lost === 1 ? STOPPED : STOPPED + 1;
      await runner.run(stopFirst, id, { crash: { index, when: "after-recording" } });
      await loseVolume(node(lost));
      await runner.run(stopFirst, id);
      expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: reason });
      expect(await healthOf(resourceId)).toBe(health);
      if (health === "healthy") expect(await data.ask(["GET word"])).toBe(word);
      else expect(await servicesOf(resourceId)).toEqual([gateway]);
    } finally {
      berth.startWorker();
    }
  },
  360_000,
);

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
