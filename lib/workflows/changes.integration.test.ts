import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner, plainDeps } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import {
  crashAndResume,
  crashes,
  letThrough,
  makeWorld,
  seen,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { tookEffectAt } from "../core/operations/effect";
import type { OperationKind } from "../core/operations/state";
import { GIB, HOUR_MS } from "../core/units";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { removeAddon } from "../services/addons/remove-addon";
import { changePlan } from "../services/databases/change-plan";
import { listChanges } from "../services/databases/list-changes";
import { undoChange as askToUndo } from "../services/databases/undo-change";
import { upgradeDatabase } from "../services/databases/upgrade";
import type { WorkflowContext } from "./deps";
import { handOff } from "./hand-off";
import { endLost } from "./lost";
import { remove } from "./remove";
import { stopFirst } from "./stop-first";
import { sweep } from "./sweep";
import { undoChange } from "./undo-change";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const KEYS = 3;

/** A running database of 256m and Redis 8.0.2 with three keys. */
async function makeDatabase() {
  const world = await makeWorld();
  const { resourceId } = await world.addRunning();
  const node = (number: number) => `${INSTANCE}-${resourceId}-node-${number}`;
  world.replication.write(node(1), KEYS);
  // What the gateway and the health page do all the time: the node is known to be open.
  await world.replication.state({ serviceName: node(1), user: "berth", password: "" });
  return { ...world, resourceId, node };
}
type Made = Awaited<ReturnType<typeof makeDatabase>>;

/** All that counts after a change: who serves, with what, and what is left on the engine. */
async function outcome(made: Made, operationId: string) {
  const operation = await loadOperation(operationId);
  const database = await loadDatabase(operation.databaseId ?? "");
  const { resources, addons } = await seen(made as WorkflowWorld, operationId);
  const open = [];
  for (const name of made.replication.openNodes()) if (resources.includes(`service ${name}`)) open.push(name);
  return {
    status: operation.status,
    error: operation.errorReason,
    addons,
    planId: database.addon.planId,
    version: database.version,
    nodes: database.nodes.map(({ number, status, planId }) => `${number} ${planId} ${status}`),
    open,
    keys: open.map((name) => made.redis.infoOf(name).keys),
    cpus: open.map((name) => made.engine.cpusOf(name)),
    resources: resources.filter((name) => name.includes(made.resourceId)),
  };
}

const resources = ({ resourceId }: Made, { nodes, volumes }: { nodes: number[]; volumes: number[] }) =>
  [
    `service ${INSTANCE}-${resourceId}`,
    `secret ${INSTANCE}-${resourceId}-gd-1`,
    `secret ${INSTANCE}-${resourceId}-gw-1`,
    ...nodes.flatMap((number) => [
      `secret ${INSTANCE}-${resourceId}-n${number}-acl`,
      `secret ${INSTANCE}-${resourceId}-n${number}-conf`,
      `service ${INSTANCE}-${resourceId}-node-${number}`,
    ]),
    ...volumes.map((number) => `volume ${INSTANCE}-${resourceId}-node-${number}`),
  ].sort();

const untouched = (made: Made) => ({
  addons: ["running"],
  planId: "256m",
  version: "8.0.2",
  open: [made.node(1)],
  keys: [KEYS],
  cpus: [0.25],
  resources: resources(made, { nodes: [1], volumes: [1] }),
});
const changed = (made: Made) => ({
  status: "succeeded",
  error: null,
  addons: ["running"],
  planId: "1g",
  version: "8.0.2",
  nodes: ["1 256m removed", "2 1g active"],
  open: [made.node(2)],
  keys: [KEYS],
  cpus: [0.5],
  resources: resources(made, { nodes: [2], volumes: [1, 2] }),
});

const HAND_OFF_STEPS = [
  "begin",
  "choose-host",
  "store-secrets",
  "start-node",
  "wait-for-node",
  "start-replication",
  "wait-for-sync",
  "prove-disk",
  "cut-over",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "stop-predecessor",
  "succeed",
];
const STOP_FIRST_STEPS = [
  "begin",
  "choose-host",
  "store-secrets",
  "save-data",
  "fence-predecessor",
  "save-last-writes",
  "stop-predecessor",
  "copy-data",
  "start-node",
  "wait-for-node",
  "check-data",
  "open-node",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "succeed",
];
const UNDO_STEPS = [
  "begin",
  "start-node",
  "wait-for-node",
  "fence-predecessor",
  "open-node",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "stop-predecessor",
  "succeed",
];

/** What the real server does by itself: version and size are those of its image and its file. */
function startsAs(made: Made, number: number, info: { version?: string; gib?: number }) {
  const { version, gib } = info;
  const set = { ...(version && { version }), ...(gib && { maxMemoryBytes: gib * GIB }) };
  made.redis.setInfo(made.node(number), set);
  made.redis.setInfo(`${INSTANCE}-${made.resourceId}`, set);
}

describe("hand-off", () => {
  const ask = async (made: Made) => {
    startsAs(made, 2, { gib: 1 });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    return id;
  };

  test("the new node serves with every key, the app restarts, and the old data is kept for a day", async () => {
    const made = await makeDatabase();
    const before = await loadApp(made.appId);
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(handOff, id);
    expect(runner.names).toEqual(HAND_OFF_STEPS);
    expect(await outcome(made, id)).toEqual(changed(made));
    const app = await loadApp(made.appId);
    expect(app.appliedRevision).toBe(app.revision);
    expect(app.revision).toBe(before.revision + 1);
    const operation = await loadOperation(id);
    expect(operation.change).toMatchObject({ fromPlanId: "256m", toPlanId: "1g" });
    expect(operation.steps.find(({ name }) => name === "cut-over")?.detail).toEqual({ pauseMs: 1 });

    await sweep(made.world, new Date(Date.now() + 23.9 * HOUR_MS), letThrough);
    expect(await outcome(made, id)).toEqual(changed(made));
    await sweep(made.world, new Date(Date.now() + 24.1 * HOUR_MS), letThrough);
    expect((await outcome(made, id)).resources).toEqual(resources(made, { nodes: [2], volumes: [2] }));
  });

  test.each(crashes(HAND_OFF_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await ask(made);
      expect(await crashAndResume(made as WorkflowWorld, handOff, id, crash)).toEqual(HAND_OFF_STEPS);
      expect(await outcome(made, id)).toEqual(changed(made));
    },
  );

  test.each(["cut-over", "record-hand-off", "stop-predecessor"])(
    "one that an earlier version began, which noted no nodes, goes on after %s",
    async (name) => {
      const made = await makeDatabase();
      const id = await ask(made);
      await prisma().$executeRaw`
        UPDATE operations SET change = change - 'fromNodeId' - 'toNodeId' WHERE id = ${id}::uuid`;
      const crash = { index: HAND_OFF_STEPS.indexOf(name), when: "after-recording" } as const;
      await crashAndResume(made as WorkflowWorld, handOff, id, crash);
      expect(await outcome(made, id)).toEqual(changed(made));
    },
  );

  test("one that an earlier version began past its proof stops the old node before it restarts the app", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const runner = durableRunner(made.world, { hasChange: async () => false });
    await runner.run(handOff, id);
    expect(runner.names.slice(-4)).toEqual(["prove", "stop-predecessor", "restart-app", "succeed"]);
    expect(await outcome(made, id)).toEqual(changed(made));
  });

  test("an app that does not start keeps the old node from nothing: it is saved and stopped", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(handOff, id, { failAt: "restart-app" });
    expect(runner.names.slice(-3)).toEqual(["restart-app", "stop-predecessor", "fail"]);
    expect(await outcome(made, id)).toEqual({ ...changed(made), status: "failed", error: "made_to_fail" });
    expect(tookEffectAt(await loadOperation(id))).toBeNull();
  });

  test("it has taken effect while the old node is still being stopped", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const index = HAND_OFF_STEPS.indexOf("stop-predecessor");
    const runner = durableRunner(made.world);
    await runner.run(handOff, id, { crash: { index: index - 2, when: "after-recording" } });
    expect(tookEffectAt(await loadOperation(id))).toBeNull();
    await runner.run(handOff, id, { crash: { index, when: "before-recording" } });
    const { status, finishedAt, ...row } = await loadOperation(id);
    expect(status).toBe("running");
    expect(tookEffectAt({ status, finishedAt, ...row })).toBeInstanceOf(Date);
    await runner.run(handOff, id);
    expect(await outcome(made, id)).toEqual(changed(made));
  });

  test.each(HAND_OFF_STEPS.slice(1, 8))(
    "a failure at %s leaves the old node serving and nothing behind",
    async (failAt) => {
      const made = await makeDatabase();
      const id = await ask(made);
      await durableRunner(made.world).run(handOff, id, { failAt });
      expect(await outcome(made, id)).toEqual({
        ...untouched(made),
        status: "failed",
        error: "made_to_fail",
        nodes: ["1 256m active", "2 1g removed"],
      });
      expect((await seen(made as WorkflowWorld, id)).events).toContain("change_failed");
    },
  );

  test.each(crashes([...HAND_OFF_STEPS.slice(0, 4), "roll-back", "fail"]))(
    "a failure whose process dies $crash.when of its step $crash.index ends the same",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await ask(made);
      const runner = durableRunner(made.world);
      await runner.run(handOff, id, { failAt: "start-node", crash });
      await runner.run(handOff, id, { failAt: "start-node" });
      expect(await outcome(made, id)).toMatchObject({ ...untouched(made), status: "failed" });
    },
  );

  test.each(["apply-gateway", "prove", "stop-predecessor", "restart-app"])(
    "a failure at %s takes nothing back, and the sweep ends what is left",
    async (failAt) => {
      const made = await makeDatabase();
      const id = await ask(made);
      await durableRunner(made.world).run(handOff, id, { failAt });
      await sweep(made.world, new Date(), letThrough);
      expect(await outcome(made, id)).toMatchObject({
        status: "failed",
        planId: "1g",
        nodes: ["1 256m removed", "2 1g active"],
        open: [made.node(2)],
        keys: [KEYS],
      });
    },
  );

  test.each(["before", "after"] as const)(
    "the answer of the hand-over is lost %s it took effect: it is looked at, and ends as if it was not",
    async (when) => {
      const made = await makeDatabase();
      const id = await ask(made);
      const lost = new DomainError("unavailable", "redis_unreachable", "It does not answer.");
      made.replication.failNext("cutOver", lost, when);
      const runner = durableRunner(made.world, { tries: 2 });
      await runner.run(handOff, id);
      expect(await outcome(made, id)).toEqual(changed(made));
    },
  );

  test("a replica that never catches up is given up, and the old node serves on", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    made.replication.hold(made.node(2), true);
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "replication_too_slow",
    });
    const sync = (await loadOperation(id)).steps.find(({ name }) => name === "wait-for-sync");
    expect(sync?.detail).toMatchObject({ leftBytes: expect.any(Number), totalBytes: expect.any(Number) });
  });

  test("a node that starts again while it copies follows again", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(handOff, id, { crash: { index: 5, when: "after-recording" } });
    made.replication.forget(made.node(2));
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toEqual(changed(made));
  });

  test("a node that took over and starts again before its settings are kept serves as the master that it was", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(handOff, id, { crash: { index: 8, when: "before-recording" } });
    made.replication.startOver(made.node(2));
    await runner.run(handOff, id);
    expect(await outcome(made, id)).toEqual(changed(made));
    const target = { serviceName: made.node(2), user: "berth", password: "" };
    expect(await made.replication.state(target)).toMatchObject({ role: "master", isGatewayOn: true });
  });

  test.each([
    { gatewayGeneration: 1, gatewayRevision: 1 },
    // The worker died after the records said so.
    { gatewayGeneration: 2, gatewayRevision: 2 },
  ])("a gateway of an earlier generation is replaced before there is a new node: %o", async (data) => {
    const made = await makeDatabase();
    await prisma().database.updateMany({ data });
    const id = await ask(made);
    await durableRunner(made.world).run(handOff, id, { crash: { index: 2, when: "after-recording" } });
    const [task] = await made.engine.listTasks(`${INSTANCE}-${made.resourceId}`);
    expect(task?.revision).toBe(2);
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({ status: "succeeded", planId: "1g" });
  });

  test("an image that is missing is named, and the database never noticed", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    made.engine.failTasks(made.node(2), "No such image: berth-redis:8.0.2");
    await durableRunner(made.world).run(handOff, id);
    expect((await loadOperation(id)).errorMessage).toMatch(/No such image: berth-redis:8\.0\.2/);
    expect(await outcome(made, id)).toMatchObject({ ...untouched(made), status: "failed" });
  });

  test("a disk that is full is noticed before the hand-over", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    made.redis.setInfo(made.node(2), { isLastSaveOk: false });
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "save_failed",
    });
  });

  test("a node that went away closed is opened by the sweep once it is back", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    await durableRunner(made.world).run(handOff, id, { failAt: "cut-over" });
    await made.replication.fence({ serviceName: made.node(1), user: "berth", password: "" }, null);
    await sweep(made.world, new Date(), letThrough);
    expect(made.replication.openNodes()).toContain(made.node(1));
  });

  test("an upgrade changes the version and nothing else", async () => {
    const made = await makeDatabase();
    await prisma().database.updateMany({ data: { version: "7.0.15" } });
    await prisma().node.updateMany({ data: { version: "7.0.15" } });
    startsAs(made, 2, { version: "8.0.2", gib: 0.25 });
    const { id } = await upgradeDatabase(made.ctx, { resourceId: made.resourceId, version: "8.0.2" });
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toEqual({
      ...changed(made),
      planId: "256m",
      cpus: [0.25],
      nodes: ["1 256m removed", "2 256m active"],
      // Nothing about the gateway changes with the version.
      resources: resources(made, { nodes: [2], volumes: [1, 2] }),
    });
  });

  test("a removal after it takes every node away", async () => {
    const made = await makeDatabase();
    await durableRunner(made.world).run(handOff, await ask(made));
    const { resourceId, name, ctx } = made;
    const removal = await removeAddon(ctx, { app: name, addon: resourceId, confirm: resourceId });
    await durableRunner(made.world).run(remove, removal.id);
    expect((await outcome(made, removal.id)).resources).toEqual(
      [1, 2].map((number) => `volume ${made.node(number)}`),
    );
  });
});

describe("the core that a copy is lent", () => {
  const ask = async (made: Made) => {
    startsAs(made, 2, { gib: 1 });
    made.redis.setInfo(made.node(2), { keys: KEYS });
    return (await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" })).id;
  };
  /** What both nodes have, noted at each call that forks. */
  const watched = (made: Made) => {
    const seen: [string, number | null, number | null][] = [];
    const note = (what: string) =>
      void seen.push([what, made.engine.cpusOf(made.node(1)), made.engine.cpusOf(made.node(2))]);
    const { redis, replication } = made;
    const world: WorkflowContext = {
      ...made.world,
      replication: {
        ...replication,
        follow: (input) => {
          note("follow");
          return replication.follow(input);
        },
        cutOver: (input) => {
          note("cut-over");
          return replication.cutOver(input);
        },
      },
      redis: {
        ...redis,
        save: (target, timeoutMs) => {
          note(`save ${target.serviceName.slice(-1)}`);
          return redis.save(target, timeoutMs);
        },
      },
    };
    return { seen, world };
  };
  const loans = () => prisma().node.count({ where: { cpuLentUntil: { not: null }, status: "active" } });

  test("is there while a node forks, on both sides, and not while it hands over", async () => {
    const made = await makeDatabase();
    const { seen, world } = watched(made);
    await durableRunner(world).run(handOff, await ask(made));
    expect(seen).toEqual([
      ["follow", 1.25, 1.5],
      ["save 2", 0.25, 1.5],
      ["cut-over", 0.25, 0.5],
      ["save 1", 1.25, 0.5],
    ]);
    expect(await loans()).toBe(0);
  });

  test("is there for each save of a node that is stopped first", async () => {
    const made = await makeDatabase();
    const { seen, world } = watched(made);
    const id = await ask(made);
    await durableRunner(world).run(stopFirst, id);
    expect(seen).toEqual([
      ["save 1", 1.25, null],
      ["save 1", 1.25, null],
    ]);
    expect(await outcome(made, id)).toEqual(changed(made));
  });

  test("is never more than the host has", async () => {
    const made = await makeDatabase();
    const [host] = made.engineWorld.hosts;
    if (host) host.cpus = 1;
    const { seen, world } = watched(made);
    await durableRunner(world).run(handOff, await ask(made));
    expect(seen[0]).toEqual(["follow", 1, 1]);
  });

  test.each(["start-replication", "wait-for-sync", "prove-disk"])(
    "is taken back by the sweep when the engine was away at the roll-back of %s, and by nothing before",
    async (failAt) => {
      const made = await makeDatabase();
      const id = await ask(made);
      const runner = durableRunner(made.world);
      const index = HAND_OFF_STEPS.indexOf("start-replication");
      await runner.run(handOff, id, { crash: { index, when: "before-recording" } });
      await sweep(made.world, new Date(), letThrough);
      expect(made.engine.cpusOf(made.node(1))).toBe(1.25);
      const lost = new DomainError("unavailable", "engine_unreachable", "It does not answer.");
      const lendCpus: Made["engine"]["lendCpus"] = async (loan) => {
        if (loan.extraCpus === 0) throw lost;
        await made.engine.lendCpus(loan);
      };
      const world = { ...made.world, engine: { ...made.engine, lendCpus } };
      await durableRunner(world).run(handOff, id, { failAt });
      expect((await loadOperation(id)).status).toBe("failed");
      expect(made.engine.cpusOf(made.node(1))).toBe(1.25);
      made.engine.failNext("lendCpus", lost);
      await sweep(made.world, new Date(), letThrough);
      expect(await loans()).toBe(1);
      await sweep(made.world, new Date(), letThrough);
      expect(made.engine.cpusOf(made.node(1))).toBe(0.25);
      expect(await loans()).toBe(0);
    },
  );

  test("is taken back after two hours from an operation that nobody runs any more", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const index = HAND_OFF_STEPS.indexOf("start-replication");
    await durableRunner(made.world).run(handOff, id, { crash: { index, when: "after-recording" } });
    await sweep(made.world, new Date(Date.now() + 1.9 * HOUR_MS), letThrough);
    expect(made.engine.cpusOf(made.node(1))).toBe(1.25);
    await sweep(made.world, new Date(Date.now() + 2.1 * HOUR_MS), letThrough);
    expect([1, 2].map((number) => made.engine.cpusOf(made.node(number)))).toEqual([0.25, 0.5]);
  });

  test("a copy goes on without it where it cannot be had", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const lendCpus: Made["engine"]["lendCpus"] = async () => {
      throw new DomainError("unavailable", "host_unreachable", "The host cannot be asked.");
    };
    await durableRunner({ ...made.world, engine: { ...made.engine, lendCpus } }).run(handOff, id);
    expect(await outcome(made, id)).toEqual(changed(made));
  });
});

describe("what would lose data in silence", () => {
  test("a new node that writes its append-only file anew does not take over before it is whole", async () => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1 });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    made.redis.setInfo(made.node(2), { isRewritingAof: true });
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "aof_not_written",
    });
  });

  test("a new node that cannot read what the old one writes is never made to follow it", async () => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1, version: "7.0.15" });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "format_unreadable",
    });
  });
});

describe("stop-first", () => {
  /** A host with room for one of 1g, not for two. */
  const ask = async (made: Made) => {
    startsAs(made, 2, { gib: 1 });
    made.redis.setInfo(made.node(2), { keys: KEYS });
    const [host] = made.engineWorld.hosts;
    if (host) host.memoryBytes = 2 * GIB;
    const { resourceId } = made;
    const { id } = await changePlan(made.ctx, { resourceId, planId: "1g", way: "stop-first" });
    return id;
  };

  test("the new node starts with a copy of the old one's data", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(stopFirst, id);
    expect(runner.names).toEqual(STOP_FIRST_STEPS);
    expect(await outcome(made, id)).toEqual(changed(made));
    expect(made.engine.calls()).toContain("copyVolume");
  });

  test.each(crashes(STOP_FIRST_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await ask(made);
      expect(await crashAndResume(made as WorkflowWorld, stopFirst, id, crash)).toEqual(STOP_FIRST_STEPS);
      expect(await outcome(made, id)).toEqual(changed(made));
    },
  );

  test.each(STOP_FIRST_STEPS.slice(1, 11))("a failure at %s starts the old node again", async (failAt) => {
    const made = await makeDatabase();
    const id = await ask(made);
    await durableRunner(made.world).run(stopFirst, id, { failAt });
    expect(await outcome(made, id)).toEqual({
      ...untouched(made),
      status: "failed",
      error: "made_to_fail",
      nodes: ["1 256m active", "2 1g removed"],
    });
  });

  test("keys that are missing in the copy keep the old node", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    made.redis.setInfo(made.node(2), { keys: KEYS - 1 });
    await durableRunner(made.world).run(stopFirst, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "keys_differ",
    });
  });

  test("it is never done without being asked for", async () => {
    const made = await makeDatabase();
    const [host] = made.engineWorld.hosts;
    if (host) host.memoryBytes = 2 * GIB;
    await expect(changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" })).rejects.toMatchObject({
      code: "conflict",
      reason: "no_room_for_two",
    });
  });
});

describe("undo", () => {
  /** Changed to 1g, with two more keys since. */
  const makeChanged = async () => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1 });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    await durableRunner(made.world).run(handOff, id);
    made.replication.write(made.node(2), 2);
    startsAs(made, 1, { gib: 0.25 });
    return made;
  };
  const ask = async (made: Made) => {
    const { id } = await askToUndo(made.ctx, { resourceId: made.resourceId, acceptsLoss: true });
    return id;
  };
  const undone = (made: Made) => ({
    status: "succeeded",
    error: null,
    addons: ["running"],
    planId: "256m",
    version: "8.0.2",
    nodes: ["1 256m active", "2 1g removed"],
    open: [made.node(1)],
    keys: [KEYS],
    cpus: [0.25],
    resources: resources(made, { nodes: [1], volumes: [1, 2] }),
  });

  test("old data, plan and version are back, and what was written since is kept for a day too", async () => {
    const made = await makeChanged();
    const { undo } = await listChanges(made.ctx, { resourceId: made.resourceId });
    expect(undo).toMatchObject({ planId: "256m", version: "8.0.2", lostBytes: 64 });
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(undoChange, id);
    expect(runner.names).toEqual(UNDO_STEPS);
    expect(await outcome(made, id)).toEqual(undone(made));
    const again = await listChanges(made.ctx, { resourceId: made.resourceId });
    expect(again.undo).toMatchObject({ planId: "1g", lostBytes: null });
  });

  test.each(crashes(UNDO_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const made = await makeChanged();
      const id = await ask(made);
      expect(await crashAndResume(made as WorkflowWorld, undoChange, id, crash)).toEqual(UNDO_STEPS);
      expect(await outcome(made, id)).toEqual(undone(made));
    },
  );

  test.each(UNDO_STEPS.slice(1, 5))("a failure at %s leaves the present node serving", async (failAt) => {
    const made = await makeChanged();
    const id = await ask(made);
    await durableRunner(made.world).run(undoChange, id, { failAt });
    expect(await outcome(made, id)).toEqual({
      ...changed(made),
      status: "failed",
      error: "made_to_fail",
      keys: [KEYS + 2],
    });
    // The way back is still there.
    await expect(ask(made)).resolves.toBeTruthy();
  });

  test("after a day there is nothing to go back to", async () => {
    const made = await makeChanged();
    await prisma().node.updateMany({
      where: { status: "removed" },
      data: { volumeKeptUntil: new Date(Date.now() - 1_000) },
    });
    await expect(ask(made)).rejects.toMatchObject({ code: "conflict", reason: "nothing_to_undo" });
    expect((await listChanges(made.ctx, { resourceId: made.resourceId })).undo).toBeNull();
  });

  test("old data that could not be saved is no way back", async () => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1 });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    made.redis.setInfo(made.node(1), { isLastSaveOk: false });
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toEqual(changed(made));
    await expect(ask(made)).rejects.toMatchObject({ reason: "nothing_to_undo" });
  });
});

describe("a change whose story was lost", () => {
  const asked = {
    handOff: async () => {
      const made = await makeDatabase();
      startsAs(made, 2, { gib: 1 });
      const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
      return { made, id, kind: "change-plan", story: handOff, takesOverAt: "cut-over" } as const;
    },
    stopFirst: async () => {
      const made = await makeDatabase();
      startsAs(made, 2, { gib: 1 });
      made.redis.setInfo(made.node(2), { keys: KEYS });
      const [host] = made.engineWorld.hosts;
      if (host) host.memoryBytes = 2 * GIB;
      const { resourceId } = made;
      const { id } = await changePlan(made.ctx, { resourceId, planId: "1g", way: "stop-first" });
      return { made, id, kind: "change-stop-first", story: stopFirst, takesOverAt: "open-node" } as const;
    },
  };
  const lost = (made: Made, id: string, kind: OperationKind) =>
    loadOperation(id).then(({ appId, databaseId }) =>
      endLost(plainDeps(made.world), { id, kind, appId, databaseId, workflowStatus: "ERROR" }),
    );
  const points = [
    ...crashes(HAND_OFF_STEPS.slice(0, -1)).map((point) => ({ ...point, way: "handOff" as const })),
    ...crashes(STOP_FIRST_STEPS.slice(0, -1)).map((point) => ({ ...point, way: "stopFirst" as const })),
  ];

  test.each(points)(
    "$way, cut off $crash.when of $name: one node serves with all keys, and the next change may begin",
    async ({ way, name, crash }) => {
      const { made, id, kind, story, takesOverAt } = await asked[way]();
      await durableRunner(made.world).run(story, id, { crash });
      await lost(made, id, kind);
      const steps = way === "handOff" ? HAND_OFF_STEPS : STOP_FIRST_STEPS;
      const isOver = steps.indexOf(name) >= steps.indexOf(takesOverAt);
      expect(await outcome(made, id)).toMatchObject({
        status: "failed",
        error: "workflow_lost",
        planId: isOver ? "1g" : "256m",
        open: [made.node(isOver ? 2 : 1)],
        keys: [KEYS],
      });
      const { resourceId } = made;
      const next = { resourceId, planId: isOver ? "256m" : "512m" };
      await changePlan(made.ctx, way === "handOff" ? next : { ...next, way: "stop-first" });
    },
  );

  test("while the new node does not tell whether it serves, nothing is ended and nothing taken away", async () => {
    const { made, id, kind, story } = await asked.handOff();
    const crash = { index: HAND_OFF_STEPS.indexOf("cut-over"), when: "before-recording" } as const;
    await durableRunner(made.world).run(story, id, { crash });
    const away = new DomainError("unavailable", "redis_unreachable", "It does not answer.");
    made.replication.failNext("state", away);
    await expect(lost(made, id, kind)).rejects.toThrow(away);
    expect(await outcome(made, id)).toMatchObject({ status: "running", open: [made.node(2)], keys: [KEYS] });
    await lost(made, id, kind);
    expect(await outcome(made, id)).toMatchObject({ status: "failed", open: [made.node(2)], planId: "1g" });
  });
});

describe("a fault of ours in the moment of the hand-over", () => {
  const ask = async (when: "before" | "after") => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1 });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    made.replication.failNext("cutOver", new TypeError("a fault of ours"), when);
    return { made, id };
  };

  test("before it took effect ends the step at once, and the old node serves on", async () => {
    const { made, id } = await ask("before");
    await durableRunner(made.world, { tries: 9, isForgiving: true }).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "unexpected",
    });
  });

  test("after it took effect never takes the new node away", async () => {
    const { made, id } = await ask("after");
    await durableRunner(made.world, { tries: 9, isForgiving: true }).run(handOff, id);
    expect(await outcome(made, id)).toEqual(changed(made));
  });
});
