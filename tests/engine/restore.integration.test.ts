import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { nodeName } from "../../lib/core/databases/names";
import { MINUTE_MS } from "../../lib/core/units";
import { ensureFirstStorage } from "../../lib/runtime/first-storage";
import { createBackup } from "../../lib/services/backups/create-backup";
import { getBackup } from "../../lib/services/backups/get-backup";
import { restoreBackup } from "../../lib/services/backups/restore-backup";
import { restoreIntoNew } from "../../lib/services/backups/restore-into-new";
import { getDatabase } from "../../lib/services/databases/get-database";
import { undoChange } from "../../lib/services/databases/undo-change";
import { casesOf, isLong } from "../long";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { fillWithEveryType, onNode, scanEverything } from "./every-type";
import { getAddonNodes } from "./records";
import { killNode } from "./stack";
import { startTraffic } from "./traffic";

const KEYS = isLong ? 200_000 : 20_000;
/** Most of it goes into reading every key, five times a test. */
const TEST_MS = (isLong ? 40 : 10) * MINUTE_MS;
const WAIT = { timeout: MINUTE_MS, interval: 50 };
/** A writer and a reader through the gateway meet no error: the older data that they find is what was asked for. */
const UNHARMED = { failures: 0, firstFailure: null, hung: 0 };

let berth: Awaited<ReturnType<typeof startControlPlane>>;
beforeAll(async () => {
  berth = await startControlPlane();
  await ensureFirstStorage(berth.dataDir);
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

async function ended(app: string, operationId: string) {
  const operation = await operationEnded(berth.ctx, { app, operationId });
  expect(operation).toMatchObject({ status: "succeeded", error: null });
}

const scan = (resourceId: string, dumps = true) =>
  onNode(resourceId, (redis) => scanEverything(redis, { dumps }));

async function makeFilled(app: string, version: string) {
  const asked = await askForDatabase(berth.ctx, app, "256m", version);
  await ended(app, asked.operationId);
  await onNode(asked.resourceId, (redis) => fillWithEveryType(redis, KEYS));
  return asked.resourceId;
}

async function backUp(app: string, resourceId: string) {
  const { backup, operation } = await createBackup(berth.ctx, { resourceId });
  await ended(app, operation.id);
  const done = await getBackup(berth.ctx, { backupId: backup.id });
  expect(done).toMatchObject({ status: "done", provenAt: expect.any(String) });
  return done;
}

type Expected = { version: string; dumps: boolean; keys: Map<string, string> };

/** What a later version writes of a key is another text (`dumps`); what is in it is the same. */
async function comesInto(app: string, backupId: string, { version, dumps, keys }: Expected) {
  const other = await restoreIntoNew(berth.ctx, { backupId, appName: app, planId: "256m", version });
  await ended(app, other.id);
  const resourceId = other.resourceId ?? "";
  expect(await getDatabase(berth.ctx, { resourceId })).toMatchObject({ version });
  expect(await scan(resourceId, dumps)).toEqual(keys);
}

test(
  `${KEYS.toLocaleString("en")} keys of every type come back into the database itself, and undo brings the present ones back`,
  async () => {
    const [app, version] = ["round-8", "8.0.2"];
    const resourceId = await makeFilled(app, version);
    const all = await scan(resourceId);
    expect(all.size).toBeGreaterThanOrEqual(KEYS);
    const traffic = await startTraffic(berth.ctx, { app, resourceId });
    await traffic.wrote(50);
    const backup = await backUp(app, resourceId);
    expect(await traffic.report()).toMatchObject({ ...UNHARMED, lost: 0, stale: 0 });
    await onNode(resourceId, (redis) => redis.mset("only-later", "1", "big:text", "changed"));
    const changed = await scan(resourceId);

    const restored = await restoreBackup(berth.ctx, { resourceId, backupId: backup.id, acceptsLoss: true });
    await ended(app, restored.id);
    await traffic.wrote(50);
    expect(await traffic.report()).toMatchObject(UNHARMED);
    expect(await scan(resourceId)).toEqual(all);

    await ended(app, (await undoChange(berth.ctx, { resourceId, acceptsLoss: true })).id);
    await traffic.wrote(50);
    expect(await traffic.stop()).toMatchObject(UNHARMED);
    expect(await scan(resourceId)).toEqual(changed);
    await comesInto(app, backup.id, { version, dumps: true, keys: all });
  },
  TEST_MS,
);

test.each(
  casesOf(
    [
      ["6.0.16", "7.0.15"],
      ["7.0.15", "8.0.2"],
    ] as const,
    ([version]) => version === "6.0.16",
  ),
)(
  "keys of every type of Redis %s come into others, of the same and of the next version (%s)",
  async (version, later) => {
    const app = `others-${version[0]}`;
    const resourceId = await makeFilled(app, version);
    const [all, typed] = [await scan(resourceId), await scan(resourceId, false)];
    const backup = await backUp(app, resourceId);
    await comesInto(app, backup.id, { version, dumps: true, keys: all });
    await comesInto(app, backup.id, { version: later, dumps: false, keys: typed });
  },
  TEST_MS,
);

test.each(casesOf(["6.0.16", "8.0.2"], (version) => version === "8.0.2"))(
  "with an append-only file of Redis %s the data is there after a restore and after the next start, twice",
  async (version) => {
    const app = `aof-${version[0]}`;
    const resourceId = await makeFilled(app, version);
    await onNode(resourceId, (redis) => redis.config("SET", "appendonly", "yes"));
    await vi.waitFor(async () => {
      const said = await onNode(resourceId, (redis) => redis.info("persistence"));
      expect(said).toMatch(/aof_rewrite_in_progress:0/);
      expect(said).toMatch(/aof_rewrite_scheduled:0/);
    }, WAIT);
    const all = await scan(resourceId);
    const backup = await backUp(app, resourceId);
    for (const round of [1, 2]) {
      await onNode(resourceId, (redis) => redis.set("only-later", round));
      const { id } = await restoreBackup(berth.ctx, { resourceId, backupId: backup.id, acceptsLoss: true });
      await ended(app, id);
      expect(await scan(resourceId)).toEqual(all);
      expect(await onNode(resourceId, (redis) => redis.config("GET", "appendonly"))).toEqual([
        "appendonly",
        "yes",
      ]);
      await killActiveNode(resourceId);
      expect(await scan(resourceId)).toEqual(all);
    }
  },
  TEST_MS,
);

/** Ends without a save, as by a power cut, and starts again from its own files. */
async function killActiveNode(resourceId: string): Promise<void> {
  const { engine, instance } = berth.ctx;
  const { active } = await getAddonNodes(resourceId);
  await killNode(engine, nodeName({ instance, resourceId }, active.number));
  await vi.waitFor(() => onNode(resourceId, (redis) => redis.ping()), WAIT);
}
