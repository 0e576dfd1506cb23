import { beforeEach, describe, expect, test } from "vitest";
import {
  changed,
  KEYS,
  type Made,
  makeDatabase,
  outcome,
  resources,
  startsAs,
  UNDO_STEPS,
} from "../../tests/change-world";
import { durableRunner } from "../../tests/durable";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes, type WorkflowWorld } from "../../tests/workflow-world";
import type { Alone } from "../core/events/upkeep";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { changePlan } from "../services/databases/change-plan";
import { getDatabase } from "../services/databases/get-database";
import { listChanges } from "../services/databases/list-changes";
import { undoChange as askToUndo } from "../services/databases/undo-change";
import { upgradeDatabase } from "../services/databases/upgrade";
import { handOff } from "./hand-off";
import { sweep } from "./sweep";
import { undoChange } from "./undo-change";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

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

  test("an engine is changed, and its predecessor comes back with it", async () => {
    const made = await makeDatabase();
    await prisma().database.updateMany({ data: { version: "7.0.15" } });
    await prisma().node.updateMany({ data: { version: "7.0.15" } });
    made.redis.setInfo(made.node(1), { version: "7.0.15" });
    made.engine.addBuild({
      image: "berth-valkey:8.1.1",
      imageId: "sha256:1",
      build: null,
      builtFrom: null,
      createdAt: new Date(0),
    });
    startsAs(made, 2, { provider: "valkey", version: "8.1.1", gib: 0.25 });
    const { resourceId } = made;
    const change = await upgradeDatabase(made.ctx, { resourceId, engine: "valkey", version: "8.1.1" });
    await durableRunner(made.world).run(handOff, change.id);
    const valkey = { provider: "redis", engine: "valkey", version: "8.1.1" };
    expect(await loadOperation(change.id)).toMatchObject({ status: "succeeded", errorMessage: null });
    expect(await getDatabase(made.ctx, { resourceId })).toMatchObject(valkey);
    const { spec } = made.engineWorld.services.get(made.node(2)) ?? {};
    expect(spec?.image).toBe("berth-valkey:8.1.1");
    expect(spec?.command.join(" ")).toContain("exec valkey-server /data");

    startsAs(made, 1, { provider: "redis", version: "7.0.15", gib: 0.25 });
    const id = await ask(made);
    await durableRunner(made.world).run(undoChange, id);
    expect(await loadOperation(id)).toMatchObject({
      status: "succeeded",
      errorMessage: null,
      change: { fromEngine: "valkey", toEngine: "redis" },
    });
    expect(await getDatabase(made.ctx, { resourceId })).toMatchObject({ engine: "redis", version: "7.0.15" });
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

test("a sweep that began before an undo leaves the node alone that the undo starts again", async () => {
  const made = await makeDatabase();
  startsAs(made, 2, { gib: 1 });
  const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
  await durableRunner(made.world).run(handOff, id, { failAt: "stop-predecessor" });
  expect(await made.engine.listTasks(made.node(1))).not.toEqual([]);
  const alone: Alone = async ({ work }, look) => {
    if (work === "remove-old-nodes")
      await askToUndo(made.ctx, { resourceId: made.resourceId, acceptsLoss: true });
    await look();
  };
  await sweep(made.world, new Date(), alone);
  expect(await made.engine.listTasks(made.node(1))).not.toEqual([]);
});
