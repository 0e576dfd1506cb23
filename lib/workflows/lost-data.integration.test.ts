import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { letThrough, makeWorld } from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { GIB, HOUR_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { listAddons } from "../services/addons/list-addons";
import { removeAddon } from "../services/addons/remove-addon";
import { changePlan } from "../services/databases/change-plan";
import { getDatabase } from "../services/databases/get-database";
import { getHealth } from "../services/databases/get-health";
import { listChanges } from "../services/databases/list-changes";
import { undoChange as askToUndo } from "../services/databases/undo-change";
import { handOff } from "./hand-off";
import { remove } from "./remove";
import { stopFirst } from "./stop-first";
import { sweep } from "./sweep";
import { undoChange } from "./undo-change";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const KEYS = 3;

/** A running database of 256m with three keys, and what can happen to it. */
async function makeDatabase() {
  const made = await makeWorld();
  const { engine, engineWorld, world, ctx, replication } = made;
  const { resourceId } = await made.addRunning();
  const node = (number: number) => `${INSTANCE}-${resourceId}-node-${number}`;
  replication.write(node(1), KEYS);
  await replication.state({ serviceName: node(1), user: "berth", password: "" });
  made.redis.setInfo(node(2), { maxMemoryBytes: GIB });
  made.redis.setInfo(`${INSTANCE}-${resourceId}`, { maxMemoryBytes: GIB });
  const databaseId = (await getDatabase(ctx, { resourceId })).id;
  return {
    ...made,
    resourceId,
    node,
    /** What `bin/down` does. */
    down: async () => {
      for (const { name } of await ofType("service")) await engine.removeService(name, 1);
      for (const { name } of await ofType("secret")) await engine.removeSecret(name);
    },
    /** A prune: what no service uses is gone. */
    prune: async (name: string) => engine.removeVolume(engineWorld.hosts[0]?.id ?? "", name),
    services: async () => (await ofType("service")).map(({ name }) => name),
    volumes: async () => (await ofType("volume")).map(({ name }) => name),
    isRunning: async (name: string) =>
      (await engine.listTasks(name)).some(({ state }) => state === "running"),
    sweep: () => sweep(world, new Date(), letThrough),
    nodes: async () => (await loadDatabase(databaseId)).nodes,
    events: async () =>
      (
        await prisma().event.findMany({
          where: { databaseId, type: { startsWith: "data_" } },
          orderBy: { createdAt: "asc" },
          select: { type: true, data: true },
        })
      ).map(({ type, data }) => ({ type, data })),
  };

  async function ofType(type: string) {
    return (await engine.listResources()).filter(
      (resource) => resource.type === type && resource.name.includes(resourceId),
    );
  }
}
type Made = Awaited<ReturnType<typeof makeDatabase>>;

const isUp = async (made: Made, number: number): Promise<boolean> => made.isRunning(made.node(number));
const bringBack = ({ engineWorld, node }: Made, number: number) => {
  const owner = { appId: null, databaseId: null };
  engineWorld.volumes.set(node(number), {
    instance: INSTANCE,
    owner,
    hostId: engineWorld.hosts[0]?.id ?? "",
    files: new Set(["redis.conf", "dump.rdb"]),
  });
};

/** Everything that shows a database shows this one as lost, and none of it an empty one. */
async function expectLost(made: Made): Promise<void> {
  const { ctx, resourceId, name, node } = made;
  const lost = { volumeName: node(1), hostName: "host-1", since: expect.any(String) };
  expect(await getHealth(ctx, { resourceId })).toMatchObject({ state: "data_gone", ...lost });
  expect(await getDatabase(ctx, { resourceId })).toMatchObject({ dataGone: lost, status: "running" });
  expect(await listAddons(ctx, { app: name })).toMatchObject([{ dataGoneAt: expect.any(String) }]);
  const refusal = { code: "conflict", reason: "data_gone" };
  await expect(listChanges(ctx, { resourceId })).rejects.toMatchObject(refusal);
  await expect(changePlan(ctx, { resourceId, planId: "1g" })).rejects.toMatchObject(refusal);
  expect(await made.services()).toEqual([`${INSTANCE}-${resourceId}`]);
  expect(await made.events()).toEqual([{ type: "data_gone", data: { resourceId, volume: node(1) } }]);
}

async function expectFound(made: Made): Promise<void> {
  expect(await isUp(made, 1)).toBe(true);
  expect(await getHealth(made.ctx, { resourceId: made.resourceId })).toMatchObject({ state: "healthy" });
  expect(await getDatabase(made.ctx, { resourceId: made.resourceId })).toMatchObject({ dataGone: null });
  expect((await made.events()).map(({ type }) => type)).toEqual(["data_gone", "data_back"]);
}

describe("the sweep", () => {
  test("after bin/down and a prune it starts nothing empty, says so once, and starts the database when its volume is back", async () => {
    const made = await makeDatabase();
    await made.down();
    await made.prune(made.node(1));
    await made.sweep();
    await expectLost(made);
    await made.sweep();
    await expectLost(made);
    expect(await made.volumes()).toEqual([]);
    bringBack(made, 1);
    await made.sweep();
    await expectFound(made);
    await made.sweep();
    await expectFound(made);
  });

  test("a volume that came back empty is no data", async () => {
    const made = await makeDatabase();
    await made.down();
    await made.prune(made.node(1));
    await made.sweep();
    bringBack(made, 1);
    made.engineWorld.volumes.get(made.node(1))?.files.clear();
    await made.sweep();
    await expectLost(made);
  });

  test("after bin/down without a prune every database comes back, and no event is written", async () => {
    const made = await makeDatabase();
    await made.down();
    await made.sweep();
    expect(await isUp(made, 1)).toBe(true);
    expect(await made.events()).toEqual([]);
  });

  test("a node whose volume goes while its service stands ends, and is shown as one that is gone", async () => {
    const made = await makeDatabase();
    made.engine.loseVolume(made.node(1));
    expect(await isUp(made, 1)).toBe(false);
    await made.sweep();
    await expectLost(made);
    bringBack(made, 1);
    await made.sweep();
    await expectFound(made);
  });

  test("data that is back before the sweep came by is left to the engine", async () => {
    const made = await makeDatabase();
    made.engine.loseVolume(made.node(1));
    bringBack(made, 1);
    await made.sweep();
    expect(await isUp(made, 1)).toBe(true);
    expect(await made.events()).toEqual([]);
  });

  test("a host that cannot be asked is no proof: the node is started and looks for itself", async () => {
    const made = await makeDatabase();
    await made.down();
    await made.prune(made.node(1));
    const [host] = made.engineWorld.hosts;
    if (host) host.isReachable = false;
    await made.sweep();
    expect(await made.events()).toEqual([]);
    expect(await made.services()).toContain(made.node(1));
    await made.sweep();
    await expectLost(made);
    await made.sweep();
    await expectLost(made);
  });

  test("one that is lost can be removed, and takes nothing of others with it", async () => {
    const made = await makeDatabase();
    await made.down();
    await made.prune(made.node(1));
    await made.sweep();
    const { ctx, resourceId, name } = made;
    const { id } = await removeAddon(ctx, { app: name, addon: resourceId, confirm: resourceId });
    await durableRunner(made.world).run(remove, id);
    expect((await loadOperation(id)).status).toBe("succeeded");
    expect(await made.services()).toEqual([]);
  });

  test("a node of an earlier Berth, with another service of the same revision, is not restarted", async () => {
    const made = await makeDatabase();
    const service = made.engineWorld.services.get(made.node(1));
    if (!service) throw new Error("the node has no service");
    Object.assign(service, {
      spec: { ...service.spec, startValues: {}, command: ["sh", "-c", "an earlier one"] },
    });
    const [before] = await made.engine.listTasks(made.node(1));
    await made.engine.removeService(`${INSTANCE}-${made.resourceId}`, 1);
    await made.sweep();
    expect(await made.services()).toContain(`${INSTANCE}-${made.resourceId}`);
    expect((await made.engine.listTasks(made.node(1)))[0]?.id).toBe(before?.id);
  });
});

describe("undo", () => {
  const makeChanged = async () => {
    const made = await makeDatabase();
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    await durableRunner(made.world).run(handOff, id);
    expect((await loadOperation(id)).status).toBe("succeeded");
    return made;
  };
  const ask = ({ ctx, resourceId }: Made) => askToUndo(ctx, { resourceId, acceptsLoss: true });
  const offered = async ({ ctx, resourceId }: Made) => (await listChanges(ctx, { resourceId })).undo;

  test("is refused before anything is done when the old volume is gone, and offered again when it is back", async () => {
    const made = await makeChanged();
    expect(await offered(made)).not.toBeNull();
    await made.prune(made.node(1));
    await expect(ask(made)).rejects.toMatchObject({ code: "conflict", reason: "data_gone" });
    expect(await offered(made)).toBeNull();
    expect((await made.nodes()).map(({ status }) => status)).toEqual(["removed", "active"]);
    expect(await isUp(made, 2)).toBe(true);
    expect(await made.volumes()).toEqual([made.node(2)]);
    bringBack(made, 1);
    await made.sweep();
    expect(await offered(made)).not.toBeNull();
    await expect(ask(made)).resolves.toBeTruthy();
    // That a kept volume went is no event of the database: its data is where it was.
    expect(await made.events()).toEqual([]);
  });

  test("is not offered once the sweep has seen that the old volume is gone", async () => {
    const made = await makeChanged();
    await made.prune(made.node(1));
    await made.sweep();
    expect(await offered(made)).toBeNull();
  });

  test("whose old volume goes after the click fails, and the present data serves on", async () => {
    const made = await makeChanged();
    const { id } = await ask(made);
    await made.prune(made.node(1));
    await durableRunner(made.world).run(undoChange, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "data_gone" });
    expect(await isUp(made, 2)).toBe(true);
    expect(await made.services()).not.toContain(made.node(1));
    expect((await made.nodes()).map(({ status }) => status)).toEqual(["removed", "active"]);
  });

  test("whose old volume goes as its node starts fails by the node's own look", async () => {
    const made = await makeChanged();
    const { id } = await ask(made);
    await durableRunner(made.world).run(undoChange, id, { crash: { index: 1, when: "after-recording" } });
    made.engine.loseVolume(made.node(1));
    const runner = durableRunner(made.world);
    await runner.run(undoChange, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "data_gone" });
    expect(await isUp(made, 2)).toBe(true);
  });
});

describe("stop-first", () => {
  const STOPPED = 6;
  const ask = async (made: Made) => {
    const [host] = made.engineWorld.hosts;
    if (host) host.memoryBytes = 2 * GIB;
    made.redis.setInfo(made.node(2), { keys: KEYS });
    const { resourceId } = made;
    return (await changePlan(made.ctx, { resourceId, planId: "1g", way: "stop-first" })).id;
  };
  const stopThen = async (made: Made, id: string, meanwhile: () => Promise<void> | void) => {
    const runner = durableRunner(made.world);
    await runner.run(stopFirst, id, { crash: { index: STOPPED, when: "after-recording" } });
    await meanwhile();
    await runner.run(stopFirst, id);
  };

  test("whose old volume goes before the copy says that the data is gone, and starts nothing empty", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    await stopThen(made, id, () => made.prune(made.node(1)));
    const { status, errorReason, errorMessage } = await loadOperation(id);
    expect({ status, errorReason }).toEqual({ status: "failed", errorReason: "data_gone" });
    expect(errorMessage).toContain(made.node(1));
    await expectLost(made);
    await made.sweep();
    await expectLost(made);
  });

  test("that fails after both volumes' ways part keeps the copy: it is all there is", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    await stopThen(made, id, () => {
      made.engine.failNext("applyService", new DomainError("conflict", "told", "The engine refuses."));
      const copyVolume = made.engine.copyVolume;
      made.engine.copyVolume = async (...args) => {
        await copyVolume(...args);
        made.engineWorld.volumes.delete(made.node(1));
      };
    });
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "data_gone" });
    await expectLost(made);
    await made.sweep();
    expect(await made.volumes()).toEqual([made.node(2)]);
    await sweep(made.world, new Date(Date.now() + 24.1 * HOUR_MS), letThrough);
    expect(await made.volumes()).toEqual([]);
  });

  test("a copy that goes before its node starts is no first start: the old node serves again", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    await stopThen(made, id, () => {
      const copyVolume = made.engine.copyVolume;
      made.engine.copyVolume = async (...args) => {
        await copyVolume(...args);
        made.engineWorld.volumes.delete(made.node(2));
      };
    });
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "data_gone" });
    expect(await isUp(made, 1)).toBe(true);
    expect(await made.services()).not.toContain(made.node(2));
    expect(await made.events()).toEqual([]);
  });
});
