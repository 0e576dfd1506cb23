import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { KEYS, type Made, makeDatabase, watched } from "../../tests/group-change-world";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes, letThrough } from "../../tests/workflow-world";
import type { ImportMode } from "../core/imports/replicate";
import { GIB } from "../core/units";
import { prisma } from "../db/client";
import { startImport } from "../services/imports/start-import";
import { importKeys } from "./import-keys";
import { sweep } from "./sweep";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "sentinels" CASCADE`);

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
