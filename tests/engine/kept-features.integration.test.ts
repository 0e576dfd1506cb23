import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { gatewayName, nodeName } from "../../lib/core/databases/names";
import { MINUTE_MS } from "../../lib/core/units";
import { createBackup } from "../../lib/services/backups/create-backup";
import { restoreBackup } from "../../lib/services/backups/restore-backup";
import { changePlan } from "../../lib/services/databases/change-plan";
import { undoChange } from "../../lib/services/databases/undo-change";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { everythingSeen, makeUsers, offerInternetAccess, setEverything } from "./everything-set";
import { getAddonNodes } from "./records";
import { containerOf, docker, killNode } from "./stack";

const APP = "kept";
const WAIT = { timeout: MINUTE_MS, interval: 200 };

let berth: Awaited<ReturnType<typeof startControlPlane>>;
let resourceId: string;
beforeAll(async () => {
  offerInternetAccess();
  berth = await startControlPlane();
  // The oldest version, which has no rules for channels: a later one lets nobody use any unless told.
  const asked = await askForDatabase(berth.ctx, APP, "256m", "6.0.16");
  await operationEnded(berth.ctx, asked);
  resourceId = asked.resourceId;
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

async function ended({ id }: { id: string }): Promise<void> {
  const operation = await operationEnded(berth.ctx, { app: APP, operationId: id });
  expect(operation).toMatchObject({ status: "succeeded", error: null });
}

const ALL = ["get cache:a", "set cache:a 1", "get other", "publish news text", "subscribe news"];
const WANTED = {
  config: ["yes", "volatile-ttl", "600", "xE"],
  features: ["redis-rdb", "redis-aof", "redis-cache", "force-ssl", "publicly-available"].map(
    (name) => `${name} ACTIVATED`,
  ),
  plain: expect.stringContaining("takes TLS connections only"),
  encrypted: expect.stringContaining("NOAUTH"),
  outside: expect.stringContaining("NOAUTH"),
  may: {
    "only-reads": ["get cache:a", "get other", "subscribe news"],
    "writes-too": ALL,
    "has-a-part": ["get cache:a", "set cache:a 1", "publish news text", "subscribe news"],
    "hears-nothing": ["get cache:a"],
    "of-nobody": ["get cache:a", "subscribe news"],
  },
};
const isKept = () =>
  vi.waitFor(async () => expect(await everythingSeen(berth.ctx, resourceId)).toEqual(WANTED), WAIT);

test("features, settings and people's users survive restarts of node and gateway, a plan change, its undo, an upgrade and a restore", async () => {
  await setEverything(berth.ctx, resourceId, ended);
  await makeUsers(berth.ctx, resourceId);
  await isKept();

  const { active } = await getAddonNodes(resourceId);
  await killNode(berth.ctx.engine, nodeName({ instance: berth.ctx.instance, resourceId }, active.number));
  await isKept();
  const gateway = gatewayName({ instance: berth.ctx.instance, resourceId });
  await docker("kill", await containerOf(berth.ctx.engine, gateway));
  await isKept();
  await ended(await changePlan(berth.ctx, { resourceId, planId: "512m" }));
  await isKept();
  await ended(await undoChange(berth.ctx, { resourceId, acceptsLoss: true }));
  await isKept();
  await ended(await upgradeDatabase(berth.ctx, { resourceId, version: "8.0.2" }));
  await isKept();
  const { backup, operation } = await createBackup(berth.ctx, { resourceId });
  await ended(operation);
  await ended(await restoreBackup(berth.ctx, { resourceId, backupId: backup.id, acceptsLoss: true }));
  await isKept();
}, 600_000);
