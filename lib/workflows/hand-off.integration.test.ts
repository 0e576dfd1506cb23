import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  changed,
  HAND_OFF_STEPS,
  KEYS,
  type Made,
  makeDatabase,
  outcome,
  resources,
  startsAs,
  untouched,
} from "../../tests/change-world";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes, letThrough, seen, type WorkflowWorld } from "../../tests/workflow-world";
import { GATEWAY_GENERATION } from "../core/databases/gateway-door";
import { DomainError } from "../core/errors";
import type { Alone } from "../core/events/upkeep";
import { tookEffectAt } from "../core/operations/effect";
import { HOUR_MS, MIB } from "../core/units";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { removeAddon } from "../services/addons/remove-addon";
import { changePlan } from "../services/databases/change-plan";
import { listChanges } from "../services/databases/list-changes";
import { upgradeDatabase } from "../services/databases/upgrade";
import { handOff } from "./hand-off";
import { remove } from "./remove";
import { sweep } from "./sweep";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

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
      const { undo } = await listChanges(made.ctx, { resourceId: made.resourceId });
      expect(undo).not.toBeNull();
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

  test("a node that took over and starts again after its files were kept serves as the master that it was", async () => {
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

  test("a node that took over and starts again before its files were kept did not: the old one serves again", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    vi.spyOn(made.replication, "settle").mockImplementationOnce(async () => {
      made.replication.startOver(made.node(2));
      throw new DomainError("unavailable", "redis_unreachable", "It does not answer.");
    });
    await durableRunner(made.world, { tries: 2 }).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "successor_ended",
    });
  });

  test("a node that took over stays, though its files cannot be kept, and the sweep keeps them once they can be", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const full = new DomainError("conflict", "redis_refused", "No space left on device.");
    const settle = vi.spyOn(made.replication, "settle").mockRejectedValue(full);
    await durableRunner(made.world, { tries: 3 }).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      planId: "1g",
      status: "failed",
      error: "redis_refused",
      nodes: ["1 256m removed", "2 1g active"],
      open: [made.node(2)],
      keys: [KEYS],
    });
    settle.mockRestore();
    await sweep(made.world, new Date(), letThrough);
    made.replication.startOver(made.node(2));
    const target = { serviceName: made.node(2), user: "berth", password: "" };
    expect(await made.replication.state(target)).toMatchObject({ role: "master", isGatewayOn: true });
  });

  test.each([
    { gatewayGeneration: 1, gatewayRevision: 1 },
    // The worker died after the records said so.
    { gatewayGeneration: GATEWAY_GENERATION, gatewayRevision: 2 },
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

  test("what one part of giving back is refused keeps none of the others, and the sweep gives back the rest", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const sizeOf = () => made.redis.infoOf(made.node(1)).maxMemoryBytes;
    const wholeBytes = 256 * MIB;
    // A cache is made small for a smaller plan.
    made.redis.setInfo(made.node(1), { maxMemoryBytes: 1 });
    made.redis.setInfo(made.node(2), { isLastSaveOk: false });
    await made.replication.fence({ serviceName: made.node(1), user: "berth", password: "" }, null);
    made.replication.failNext("open", new DomainError("conflict", "redis_refused", "LOADING"));
    await durableRunner(made.world).run(handOff, id);
    expect(sizeOf()).toBe(wholeBytes);
    expect(made.replication.openNodes()).not.toContain(made.node(1));

    made.redis.setInfo(made.node(1), { maxMemoryBytes: 1 });
    const { appId, databaseId } = await loadOperation(id);
    const failed = { status: "failed", errorReason: "redis_refused", errorMessage: "NOAUTH" } as const;
    await prisma().operation.create({
      data: { ...failed, kind: "rotate-password", finishedAt: new Date(), appId, databaseId },
    });
    await sweep(made.world, new Date(), letThrough);
    expect(made.replication.openNodes()).toContain(made.node(1));
    expect(sizeOf()).toBe(wholeBytes);
  });

  test("a node is left as it is by a sweep in whose course another change began", async () => {
    const made = await makeDatabase();
    await durableRunner(made.world).run(handOff, await ask(made), { failAt: "cut-over" });
    await made.replication.fence({ serviceName: made.node(1), user: "berth", password: "" }, null);
    const alone: Alone = async ({ work }, look) => {
      if (work === "remove-old-nodes") await ask(made);
      await look();
    };
    await sweep(made.world, new Date(), alone);
    expect(made.replication.openNodes()).not.toContain(made.node(1));
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
