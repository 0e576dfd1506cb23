import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { KEYS, type Made, makeDatabase, watched } from "../../tests/group-change-world";
import { nodeOf } from "../../tests/group-world";
import { withDatabase } from "../../tests/postgres";
import { RESTORE_NEW_STEPS } from "../../tests/steps";
import { crashAndResume, crashes, letThrough, resourcesOf } from "../../tests/workflow-world";
import type { ImportMode } from "../core/imports/replicate";
import { GIB } from "../core/units";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { cloneAddon } from "../services/backups/clone-addon";
import { createBackup } from "../services/backups/create-backup";
import { restoreIntoNew } from "../services/backups/restore-into-new";
import { startImport } from "../services/imports/start-import";
import { backUp } from "./back-up";
import { importKeys } from "./import-keys";
import { restoreNew } from "./restore-new";
import { sweep } from "./sweep";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "sentinels" CASCADE`);

describe("a new highly available database with the data of a backup", () => {
  const STEPS = RESTORE_NEW_STEPS;

  /** A database of one node that was backed up, and the restore of that into a new group. */
  async function askNew() {
    const made = await makeDatabase("256m");
    const { ctx, resourceId, name: appName } = made;
    const { operation, backup } = await createBackup(ctx, { resourceId });
    await durableRunner(made.world).run(backUp, operation.id);
    return { ...made, begun: await restoreIntoNew(ctx, { backupId: backup.id, appName, planId: "1g-ha" }) };
  }
  type Asked = Awaited<ReturnType<typeof askNew>>;

  async function expectMade({ redis, engineWorld, engine, groups, world, begun }: Asked) {
    const resourceId = begun.resourceId ?? "";
    expect(await loadOperation(begun.id)).toMatchObject({ status: "succeeded", errorMessage: null });
    const { nodes, addon } = await loadDatabase((await loadOperation(begun.id)).databaseId ?? "");
    expect(addon).toMatchObject({ planId: "1g-ha", status: "running" });
    expect(nodes.map(({ number, status }) => `${number} ${status}`)).toEqual([
      "1 active",
      "2 standby",
      "3 standby",
    ]);
    expect(new Set(nodes.map(({ hostId }) => hostId)).size).toBe(3);
    for (const number of [1, 2, 3])
      expect(engineWorld.services.get(nodeOf(resourceId, number))?.spec.startValues).toEqual({
        BERTH_FIRST_START: "no",
        BERTH_GROUP: `${resourceId}.1`,
      });
    const group = { [`${resourceId}.1`]: nodeOf(resourceId, 1) };
    expect(Object.values(groups.known())).toEqual([group, group, group]);
    expect(redis.infoOf(nodeOf(resourceId, 1)).keys).toBe(KEYS);
    const before = await resourcesOf(engine);
    await sweep(world, new Date(), letThrough);
    expect(await resourcesOf(engine)).toEqual(before);
  }
  const hasItsKeys = ({ redis, begun }: Asked) =>
    redis.setInfo(nodeOf(begun.resourceId ?? "", 1), { keys: KEYS });

  test("has it on three nodes, watched, under a URL of its own", async () => {
    const asked = await askNew();
    hasItsKeys(asked);
    const runner = durableRunner(asked.world);
    await runner.run(restoreNew, asked.begun.id);
    expect(runner.names).toEqual(STEPS);
    await expectMade(asked);
  });

  test.each(crashes(STEPS))("a crash $crash.when of $name ends as if there was none", async ({ crash }) => {
    const asked = await askNew();
    hasItsKeys(asked);
    expect(await crashAndResume(asked, restoreNew, asked.begun.id, crash)).toEqual(STEPS);
    await expectMade(asked);
  });

  test.each(STEPS.slice(1, -2))("a failure at %s leaves nothing behind, and no Sentinels", async (failAt) => {
    const asked = await askNew();
    const before = await resourcesOf(asked.engine);
    await durableRunner(asked.world).run(restoreNew, asked.begun.id, { failAt });
    await sweep(asked.world, new Date(), letThrough);
    expect(await loadOperation(asked.begun.id)).toMatchObject({ status: "failed" });
    expect((await resourcesOf(asked.engine)).filter((name) => !before.includes(name))).toEqual([]);
  });

  test("is also had by a clone; not of a version that Sentinels cannot watch, nor where there are no three hosts", async () => {
    const made = await makeDatabase("256m");
    const { ctx, resourceId, name: appName } = made;
    await prisma().node.updateMany({ data: { version: "6.0.16" } });
    made.startsAs(1, { version: "6.0.16" });
    const clone = () => cloneAddon(ctx, { resourceId, appName, planId: "1g-ha" });
    await expect(clone()).rejects.toMatchObject({ code: "invalid", reason: "no_failover" });
    await prisma().node.updateMany({ data: { version: "8.0.2" } });
    made.startsAs(1, { version: "8.0.2" });
    const begun = await clone();
    const { backupId } = await loadOperation(begun.id);
    const backup = await prisma().backup.findUniqueOrThrow({ where: { id: backupId ?? "" } });
    await durableRunner(made.world).run(backUp, backup.operationId ?? "");
    hasItsKeys({ ...made, begun });
    await durableRunner(made.world).run(restoreNew, begun.id);
    await expectMade({ ...made, begun });
    made.engineWorld.hosts.length = 2;
    await expect(clone()).rejects.toMatchObject({ code: "invalid", reason: "unknown_plan" });
  });
});

describe("an import into a highly available database", () => {
  const IMPORTED = 6;
  const AROUND = {
    before: ["begin", "choose-host", "back-up-first", "store-secrets", "start-node", "wait-for-node"],
    after: [
      ...["fence-predecessor", "open-node", "record-hand-off", "apply-gateway", "prove", "restart-app"],
      ...["stop-predecessor", "succeed"],
    ],
  };
  const BETWEEN = {
    copy: ["copy-keys", "check-data", "prove-disk"],
    replicate: ["open-relay", "follow-source", "check-data", "prove-disk", "leave-source"],
  };
  const stepsOf = (mode: keyof typeof BETWEEN) => [...AROUND.before, ...BETWEEN[mode], ...AROUND.after];
  const MODES = ["copy", "replicate"] as const;

  async function begin(mode: ImportMode) {
    const made = await makeDatabase("1g-ha");
    made.startsAs(4, { maxMemoryBytes: GIB });
    const url = "redis://:password-of-the-source@redis.example.org";
    const { ctx, resourceId } = made;
    const { id } = await startImport(ctx, { resourceId, url, acceptsLoss: true, mode });
    return { made, id };
  }
  const imported = (made: Made) => ({
    ...{ status: "succeeded", error: null, planId: "1g-ha", running: [4, 5, 6] },
    nodes: [
      ...[1, 2, 3].map((number) => `${number} 1g-ha removed`),
      ...["4 1g-ha active", "5 1g-ha standby", "6 1g-ha standby"],
    ],
    ...{ open: [made.node(4)], keys: [IMPORTED], watched: watched(made, 4) },
  });

  test.each(MODES)("by %s is the hand-over to a new group, which is watched", async (mode) => {
    const { made, id } = await begin(mode);
    const runner = durableRunner(made.world);
    await runner.run(importKeys, id);
    expect(runner.names).toEqual(stepsOf(mode));
    expect(await made.outcome(id)).toMatchObject(imported(made));
  });

  test.each(MODES.flatMap((mode) => crashes(stepsOf(mode)).map((one) => ({ ...one, mode }))))(
    "by $mode ends as if there was no crash $crash.when of $name",
    async ({ mode, crash }) => {
      const { made, id } = await begin(mode);
      await crashAndResume(made, importKeys, id, crash);
      await sweep(made.world, new Date(), letThrough);
      expect(await made.outcome(id)).toMatchObject(imported(made));
    },
  );

  test.each(
    MODES.flatMap((mode) =>
      stepsOf(mode)
        .slice(1, stepsOf(mode).indexOf("record-hand-off"))
        .map((failAt) => ({ mode, failAt })),
    ),
  )("by $mode that fails at $failAt leaves the group as it was, watched", async ({ mode, failAt }) => {
    const { made, id } = await begin(mode);
    await durableRunner(made.world).run(importKeys, id, { failAt });
    await sweep(made.world, new Date(), letThrough);
    expect(await made.outcome(id)).toMatchObject({
      ...{ status: "failed", planId: "1g-ha", running: [1, 2, 3], volumes: [1, 2, 3] },
      ...{ open: [made.node(1)], keys: [KEYS], watched: watched(made, 1) },
    });
  });
});
