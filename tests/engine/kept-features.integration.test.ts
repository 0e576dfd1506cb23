import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AddDatabaseUserInput } from "../../lib/contract/database-users";
import { gatewayName, nodeName } from "../../lib/core/databases/names";
import type { FeatureName } from "../../lib/core/features/features";
import { MINUTE_MS } from "../../lib/core/units";
import { findAddonByResourceId } from "../../lib/db/addons";
import { loadDatabase } from "../../lib/db/databases";
import { platform } from "../../lib/runtime/container";
import { createBackup } from "../../lib/services/backups/create-backup";
import { restoreBackup } from "../../lib/services/backups/restore-backup";
import { addDatabaseUser } from "../../lib/services/database-users/add-database-user";
import { changePlan } from "../../lib/services/databases/change-plan";
import { getDatabase } from "../../lib/services/databases/get-database";
import { undoChange } from "../../lib/services/databases/undo-change";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { setFeature } from "../../lib/services/features/set-feature";
import { setSettings } from "../../lib/services/settings/set-settings";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { onNode } from "./every-type";
import { getAddonNodes } from "./records";
import { containerOf, docker, killNode, newPassword } from "./stack";

const APP = "kept";
const PUBLIC = "db.example.test";
const WAIT = { timeout: MINUTE_MS, interval: 200 };

let berth: Awaited<ReturnType<typeof startControlPlane>>;
let resourceId: string;
beforeAll(async () => {
  const first = 26_000 + Math.floor(Math.random() * 3_000);
  process.env.BERTH_PUBLIC_HOST = PUBLIC;
  process.env.BERTH_PUBLIC_PORTS = `${first}-${first + 9}`;
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

/** What Redis, the gateway and the records say, each asked by itself. */
async function seen() {
  const { gateways } = platform();
  const addon = await findAddonByResourceId(resourceId);
  const { publicPort } = await loadDatabase(addon?.databaseId ?? "");
  const serviceName = gatewayName({ instance: berth.ctx.instance, resourceId });
  const config = await onNode(resourceId, async (redis) => {
    const names = ["appendonly", "maxmemory-policy", "timeout", "notify-keyspace-events"];
    return Promise.all(names.map(async (name) => ((await redis.config("GET", name)) as string[])[1]));
  });
  const { features } = await getDatabase(berth.ctx, { resourceId });
  return {
    config,
    features: features.filter(({ isOn }) => isOn).map(({ name, status }) => `${name} ${status}`),
    plain: await gateways.knock({ serviceName }, null),
    encrypted: await gateways.knock({ serviceName }, resourceId),
    outside: await gateways.knock({ host: "127.0.0.1", port: publicPort ?? 0 }, PUBLIC),
    may: Object.fromEntries(
      await Promise.all(Object.keys(MAY).map(async (user) => [user, await allowedTo(user)])),
    ),
  };
}

const PASSWORD = newPassword();
const TRIED = ["get cache:a", "set cache:a 1", "get other", "publish news text", "subscribe news"];
/** People's own users; the last one was made by ACL SETUSER, and is in no record. */
const MAY = {
  "only-reads": ["get cache:a", "get other", "subscribe news"],
  "writes-too": TRIED,
  "has-a-part": ["get cache:a", "set cache:a 1", "publish news text", "subscribe news"],
  "hears-nothing": ["get cache:a"],
  "of-nobody": ["get cache:a", "subscribe news"],
};

async function makeUsers(): Promise<void> {
  const part = { role: "custom" as const, keyPatterns: ["cache:*"] };
  const add = (name: keyof typeof MAY, rights: Omit<AddDatabaseUserInput, "resourceId" | "name">) =>
    addDatabaseUser(berth.ctx, { resourceId, name, password: PASSWORD, ...rights });
  await add("only-reads", { role: "read-only" });
  await add("writes-too", { role: "read-write" });
  await add("has-a-part", { ...part, categories: ["read", "write", "pubsub"] });
  await add("hears-nothing", { ...part, categories: ["read"] });
  await onNode(resourceId, async (redis) => {
    await redis.call(
      "ACL",
      "SETUSER",
      "of-nobody",
      "on",
      `>${PASSWORD}`,
      "~cache:*",
      "-@all",
      "+get",
      "+subscribe",
    );
    await redis.call("ACL", "SAVE");
  });
}

/** Which of the commands the node that serves lets that user run. */
const allowedTo = (user: string): Promise<string[]> =>
  onNode(
    resourceId,
    async (redis) => {
      const allowed: string[] = [];
      for (const line of TRIED) {
        const [name = "", ...words] = line.split(" ");
        const refusal = await redis.call(name, ...words).then(
          () => null,
          (error: unknown) => String(error),
        );
        if (refusal === null) allowed.push(line);
        else expect(refusal).toContain("NOPERM");
      }
      return allowed;
    },
    { user, password: PASSWORD },
  );

const WANTED = {
  config: ["yes", "volatile-ttl", "600", "xE"],
  features: ["redis-rdb", "redis-aof", "redis-cache", "force-ssl", "publicly-available"].map(
    (name) => `${name} ACTIVATED`,
  ),
  plain: expect.stringContaining("takes TLS connections only"),
  encrypted: expect.stringContaining("NOAUTH"),
  outside: expect.stringContaining("NOAUTH"),
  may: MAY,
};
const isKept = () => vi.waitFor(async () => expect(await seen()).toEqual(WANTED), WAIT);

test("features, settings and people's users survive restarts of node and gateway, a plan change, its undo, an upgrade and a restore", async () => {
  const set = async (name: FeatureName, options = {}) =>
    ended(await setFeature(berth.ctx, { resourceId, name, isOn: true, acceptsLoss: true, options }));
  await set("redis-aof");
  await set("redis-cache", { policy: "volatile-ttl" });
  await set("force-ssl");
  await set("publicly-available", { networks: [] });
  const settings = { idleTimeoutSeconds: 600, keyspaceEvents: "Ex", clientsMax: 20 };
  await ended(await setSettings(berth.ctx, { resourceId, settings }));
  await makeUsers();
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
