import { beforeEach, describe, expect, test } from "vitest";
import { HAND_OFF_STEPS } from "../../tests/change-world";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { KEYS, type Made, makeDatabase, SENTINELS, watched } from "../../tests/group-change-world";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes, letThrough, resourcesOf } from "../../tests/workflow-world";
import { GIB } from "../core/units";
import { prisma } from "../db/client";
import { createBackup } from "../services/backups/create-backup";
import { restoreBackup } from "../services/backups/restore-backup";
import { changePlan } from "../services/databases/change-plan";
import { listChanges } from "../services/databases/list-changes";
import { undoChange } from "../services/databases/undo-change";
import { upgradeDatabase } from "../services/databases/upgrade";
import { backUp } from "./back-up";
import { handOff } from "./hand-off";
import { keepGroups } from "./keep-groups";
import { restore } from "./restore";
import { sweep } from "./sweep";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "sentinels" CASCADE`);

const start = async (made: Made, planId: string) =>
  (await changePlan(made.ctx, { resourceId: made.resourceId, planId })).id;

describe("a database of a single node", () => {
  const grown = (made: Made) => ({
    ...{ status: "succeeded", error: null, planId: "1g-ha" },
    nodes: ["1 256m removed", "2 1g-ha active", "3 1g-ha standby", "4 1g-ha standby"],
    ...{ running: [2, 3, 4], volumes: [1, 2, 3, 4] },
    ...{ open: [made.node(2)], keys: [KEYS], watched: watched(made, 2) },
  });

  test("becomes a group of three on three hosts, watched, behind a gateway that no host is the end of; its data is kept", async () => {
    const made = await makeDatabase("256m");
    made.startsAs(2, { maxMemoryBytes: GIB });
    const id = await start(made, "1g-ha");
    const runner = durableRunner(made.world);
    await runner.run(handOff, id);
    expect(runner.names).toEqual(HAND_OFF_STEPS);
    expect(await made.outcome(id)).toEqual(grown(made));
    const { services } = made.engineWorld;
    const specOf = (number: number) => services.get(made.node(number))?.spec;
    expect([2, 3, 4].map((number) => specOf(number)?.hostId).sort()).toEqual(["host-1", "host-2", "host-3"]);
    for (const number of [2, 3, 4])
      expect(specOf(number)?.startValues).toEqual({
        BERTH_FIRST_START: "no",
        BERTH_GROUP: `${made.resourceId}.2`,
      });
    const gateway = services.get(`${INSTANCE}-${made.resourceId}`)?.spec;
    expect(gateway).toMatchObject({ hostId: null, tasks: { count: 3, perHostMax: 2 } });
    const before = await resourcesOf(made.engine);
    await sweep(made.world, new Date(), letThrough);
    expect(await resourcesOf(made.engine)).toEqual(before);
  });

  test.each(crashes(HAND_OFF_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const made = await makeDatabase("256m");
      made.startsAs(2, { maxMemoryBytes: GIB });
      const id = await start(made, "1g-ha");
      expect(await crashAndResume(made, handOff, id, crash)).toEqual(HAND_OFF_STEPS);
      expect(await made.outcome(id)).toEqual(grown(made));
    },
  );

  test.each(HAND_OFF_STEPS.slice(1, 9))(
    "a failure at %s leaves it as it was, and nothing of a group",
    async (failAt) => {
      const made = await makeDatabase("256m");
      const id = await start(made, "1g-ha");
      await durableRunner(made.world).run(handOff, id, { failAt });
      await sweep(made.world, new Date(), letThrough);
      expect(await made.outcome(id)).toMatchObject({
        ...{ status: "failed", planId: "256m", running: [1], volumes: [1], open: [made.node(1)] },
        keys: [KEYS],
      });
      expect((await resourcesOf(made.engine)).filter((name) => name.includes("sentinel"))).toEqual([]);
    },
  );

  test("does not become one where there are no hosts; it is told before that there is no undo", async () => {
    const made = await makeDatabase("256m");
    const { ctx, resourceId } = made;
    const optionOf = async (planId: string) =>
      (await listChanges(ctx, { resourceId })).options.find((option) => option.planId === planId);
    expect(await optionOf("1g-ha")).toMatchObject({ isAllowed: true, isUndoable: false, reconnects: 2 });
    expect(await optionOf("1g")).toMatchObject({ isAllowed: true, isUndoable: true });
    made.engineWorld.hosts.length = 1;
    expect(await optionOf("1g-ha")).toBeUndefined();
    await expect(changePlan(ctx, { resourceId, planId: "1g-ha" })).rejects.toMatchObject({
      reason: "unknown_plan",
    });
  });
});

describe("a highly available database", () => {
  const untouched = (made: Made) => ({
    ...{ status: "failed", planId: "1g-ha", running: [1, 2, 3], volumes: [1, 2, 3] },
    ...{ open: [made.node(1)], keys: [KEYS], watched: watched(made, 1) },
  });
  const larger = (made: Made) => ({
    ...{ status: "succeeded", error: null, planId: "2g-ha" },
    nodes: [
      ...[1, 2, 3].map((number) => `${number} 1g-ha removed`),
      ...["4 2g-ha active", "5 2g-ha standby", "6 2g-ha standby"],
    ],
    ...{ running: [4, 5, 6], volumes: [1, 2, 3, 4, 5, 6] },
    ...{ open: [made.node(4)], keys: [KEYS], watched: watched(made, 4) },
  });

  test.each(crashes(HAND_OFF_STEPS))(
    "takes another size, also with a crash $crash.when of $name",
    async ({ crash }) => {
      const made = await makeDatabase("1g-ha");
      made.startsAs(4, { maxMemoryBytes: 2 * GIB });
      const id = await start(made, "2g-ha");
      await crashAndResume(made, handOff, id, crash);
      await sweep(made.world, new Date(), letThrough);
      expect(await made.outcome(id)).toEqual(larger(made));
    },
  );

  test.each(HAND_OFF_STEPS.slice(1, 9))("a failure at %s leaves it as it was, watched", async (failAt) => {
    const made = await makeDatabase("1g-ha");
    const id = await start(made, "2g-ha");
    await durableRunner(made.world).run(handOff, id, { failAt });
    await sweep(made.world, new Date(), letThrough);
    expect(await made.outcome(id)).toMatchObject(untouched(made));
  });

  test("is watched again also when the Sentinels were told already, and none of them could be told otherwise at once", async () => {
    const made = await makeDatabase("1g-ha");
    const id = await start(made, "2g-ha");
    made.replication.hold(made.node(4), true);
    await durableRunner(made.world).run(handOff, id, { failAt: "cut-over" });
    for (const sentinel of SENTINELS)
      await made.groups.forget(
        { serviceName: sentinel, user: "berth", password: "" },
        `${made.resourceId}.1`,
      );
    expect((await made.outcome(id)).watched).toEqual({});
    await sweep(made.world, new Date(), letThrough);
    expect(await made.outcome(id)).toMatchObject(untouched(made));
  });

  test("becomes one of a single node; its Sentinels forget it, and there is no undo", async () => {
    const made = await makeDatabase("1g-ha");
    const { ctx, resourceId } = made;
    made.startsAs(4, { maxMemoryBytes: GIB });
    const id = await start(made, "1g");
    await durableRunner(made.world).run(handOff, id);
    expect(await made.outcome(id)).toMatchObject({
      ...{ status: "succeeded", error: null, planId: "1g", running: [4], volumes: [1, 2, 3, 4] },
      ...{ open: [made.node(4)], keys: [KEYS] },
    });
    expect((await made.outcome(id)).watched).toEqual({});
    expect((await listChanges(ctx, { resourceId })).undo).toBeNull();
    await expect(undoChange(ctx, { resourceId, acceptsLoss: true })).rejects.toMatchObject({
      reason: "nothing_to_undo",
    });
    await sweep(made.world, new Date(), letThrough);
    expect((await resourcesOf(made.engine)).filter((name) => name.includes("sentinel"))).toEqual([]);
  });

  test("that fails over while it is changed serves on where it has, and is not changed", async () => {
    const made = await makeDatabase("1g-ha");
    const id = await start(made, "2g-ha");
    made.groups.promote(`${made.resourceId}.1`, made.node(3));
    await durableRunner(made.world).run(handOff, id);
    expect(await made.outcome(id)).toMatchObject({
      ...{ status: "failed", error: "failed_over", running: [1, 2, 3] },
      watched: { [`${made.resourceId}.1`]: made.node(3) },
    });
    await keepGroups(made.world, new Date(), letThrough);
    expect((await made.outcome(id)).nodes.slice(0, 3)).toEqual([
      "1 1g-ha standby",
      "2 1g-ha standby",
      "3 1g-ha active",
    ]);
  });

  test("is not changed while one of the Sentinels is away, which could make another the master", async () => {
    const made = await makeDatabase("1g-ha");
    const id = await start(made, "2g-ha");
    made.engine.stopTasks(SENTINELS[2] ?? "");
    await durableRunner(made.world).run(handOff, id);
    expect(await made.outcome(id)).toMatchObject({ status: "failed", running: [1, 2, 3], planId: "1g-ha" });
    made.engine.startTasks(SENTINELS[2] ?? "");
    await sweep(made.world, new Date(), letThrough);
    expect(await made.outcome(id)).toMatchObject(untouched(made));
  });

  test("takes a later version, and the data of a backup", async () => {
    const made = await makeDatabase("1g-ha");
    const { ctx, resourceId } = made;
    await prisma().node.updateMany({ data: { version: "7.0.15" } });
    await prisma().database.updateMany({ data: { version: "7.0.15" } });
    made.startsAs(1, { version: "7.0.15" });
    const upgrade = (await upgradeDatabase(ctx, { resourceId, version: "8.0.2" })).id;
    made.startsAs(4, { version: "8.0.2", maxMemoryBytes: GIB });
    await durableRunner(made.world).run(handOff, upgrade);
    expect(await made.outcome(upgrade)).toMatchObject({
      ...{ status: "succeeded", error: null, running: [4, 5, 6], open: [made.node(4)] },
      watched: watched(made, 4),
    });
    const { operation, backup } = await createBackup(ctx, { resourceId });
    await durableRunner(made.world).run(backUp, operation.id);
    const { id } = await restoreBackup(ctx, { resourceId, backupId: backup.id, acceptsLoss: true });
    made.startsAs(7, { version: "8.0.2", maxMemoryBytes: GIB });
    made.redis.setInfo(made.node(7), { keys: KEYS });
    await durableRunner(made.world).run(restore, id);
    expect(await made.outcome(id)).toMatchObject({
      ...{ status: "succeeded", error: null, running: [7, 8, 9], open: [made.node(7)] },
      watched: watched(made, 7),
    });
  });
});
