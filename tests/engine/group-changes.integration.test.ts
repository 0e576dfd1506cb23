import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newClient, optionsOf } from "../../lib/adapters/redis/connection";
import { REPLICA_USER } from "../../lib/core/availability/group";
import { gatewayName, nodeName } from "../../lib/core/databases/names";
import { passwordOf, targetOf } from "../../lib/core/databases/users";
import { DEFAULT_PLANS, type Plan } from "../../lib/core/plans/catalog";
import { MIB } from "../../lib/core/units";
import { prisma } from "../../lib/db/client";
import { loadDatabase } from "../../lib/db/databases";
import { loadOperation } from "../../lib/db/operations";
import type { DockerEngine } from "../../lib/ports/docker-engine";
import { linkOf } from "../../lib/runtime/certificates";
import { platform } from "../../lib/runtime/container";
import { patiently, waiting } from "../../lib/runtime/steps";
import { addAddon } from "../../lib/services/addons/add-addon";
import { removeAddon } from "../../lib/services/addons/remove-addon";
import { createApp } from "../../lib/services/apps/create-app";
import { createBackup } from "../../lib/services/backups/create-backup";
import { restoreBackup } from "../../lib/services/backups/restore-backup";
import type { Context } from "../../lib/services/context";
import { changePlan } from "../../lib/services/databases/change-plan";
import { getHealth } from "../../lib/services/databases/get-health";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { backUp } from "../../lib/workflows/back-up";
import { handOff } from "../../lib/workflows/hand-off";
import { keepGroups } from "../../lib/workflows/keep-groups";
import { nodesOf } from "../../lib/workflows/parts/database";
import { provision } from "../../lib/workflows/provision";
import { remove } from "../../lib/workflows/remove";
import { restore } from "../../lib/workflows/restore";
import { setFeature as setFeatureStory } from "../../lib/workflows/set-feature";
import { setSettings as setSettingsStory } from "../../lib/workflows/set-settings";
import { sweep } from "../../lib/workflows/sweep";
import { type CrashPoint, durableRunner, type Workflow } from "../durable";
import { letThrough } from "../workflow-world";
import { startControlPlane } from "./control-plane";
import { everythingSeen, makeUsers, offerInternetAccess, PUBLIC, setEverything } from "./everything-set";
import { containerOf, docker } from "./stack";
import { threefold } from "./threefold";
import { startWriter } from "./writer";

const WAIT = { timeout: 60_000, interval: 200 };
const LONG_MS = 600_000;
const single = DEFAULT_PLANS[1] as Plan;
const PLANS = [
  ...DEFAULT_PLANS,
  { ...single, id: "256m-ha", isHighlyAvailable: true },
  { ...single, id: "200m-ha", maxMemoryBytes: 200 * MIB, isHighlyAvailable: true },
];
/** Of a hand-off: the process dies while a step is done and not yet remembered. */
const at = (index: number): CrashPoint => ({ index, when: "before-recording" });
const START = at(3);
const SYNC = at(6);
const CUT_OVER = at(8);
const GATEWAY = at(10);

/** What makes a node one of a group. */
const MEMBER_CONFIG = { "min-replicas-to-write": "1", masteruser: REPLICA_USER, "replica-priority": "100" };

let berth: Awaited<ReturnType<typeof startControlPlane>>;
let engine: DockerEngine;
let ctx: Context;
beforeAll(async () => {
  offerInternetAccess();
  berth = await startControlPlane();
  // Operations are run here, by the engine below.
  await berth.killWorker();
  engine = await threefold(berth.ctx.engine);
  ctx = { ...berth.ctx, engine, plans: PLANS };
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

const worldNow = () => ({ ...platform(), engine, plans: PLANS });

type Death = { crash?: CrashPoint | undefined; meanwhile?: () => Promise<void> };

/** `meanwhile` is what happens between the end of one process and the start of the next. */
async function end(workflow: Workflow, operationId: string, { crash, meanwhile }: Death) {
  await prisma().$executeRaw`DELETE FROM dbos.workflow_status WHERE workflow_uuid = ${operationId}`;
  const runner = durableRunner(worldNow(), { waitUntil: waiting({}), patiently });
  if (crash) await runner.run(workflow, operationId, { crash });
  await meanwhile?.();
  await runner.run(workflow, operationId);
  return loadOperation(operationId);
}

async function run(workflow: Workflow, operationId: string, crash?: CrashPoint): Promise<void> {
  const ended = await end(workflow, operationId, { crash });
  expect(ended).toMatchObject({ status: "succeeded", errorMessage: null });
}

async function makeDatabase(app: string, planId: string, version: string) {
  await createApp(ctx, { name: app, source: "none" });
  const { addon, operationId } = await addAddon(ctx, {
    ...{ app, provider: "redis", planId, version },
    requestKey: randomUUID(),
  });
  await run(provision, operationId);
  const { resourceId } = addon;
  const name = { instance: ctx.instance, resourceId };
  const { id: databaseId } = await prisma().database.findUniqueOrThrow({ where: { addonId: addon.id } });
  const link = await linkOf({ cipher: ctx.cipher, instance: ctx.instance, port: platform().linkPort })();
  const password = passwordOf(ctx, await loadDatabase(databaseId), "default");
  const connect = () => newClient(link, { serviceName: gatewayName(name), user: "default", password });
  const groupNow = async () => {
    const health = await getHealth(ctx, { resourceId });
    return health.state === "healthy" ? health.group : null;
  };
  /** Changes it while somebody writes. */
  const change = async (workflow: Workflow, operationId: string, crash?: CrashPoint, way = connect) => {
    const writer = startWriter(way);
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(100), WAIT);
    writer.begin();
    await run(workflow, operationId, crash);
    const written = writer.written();
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(written + 100), WAIT);
    expect(await writer.stop()).toMatchObject({ lost: 0 });
  };
  return {
    resourceId,
    databaseId,
    connect,
    /** From outside, by the public port. */
    outside: async () => {
      const port = (await loadDatabase(databaseId)).publicPort ?? 0;
      const user = optionsOf({ serviceName: "", user: "default", password });
      return () =>
        new Redis({ ...user, host: "127.0.0.1", port, tls: { ca: link.caPem, servername: PUBLIC } });
    },
    change,
    /** All three are in step; each takes no writes alone once it is the master, and can become it. */
    isWhole: async () => {
      await vi.waitFor(async () => expect(await groupNow()).toMatchObject({ trouble: null }), WAIT);
      const database = await loadDatabase(databaseId);
      for (const { number } of database.nodes.filter(({ status }) => status !== "removed")) {
        const target = targetOf(ctx, database, nodeName(name, number));
        const config = await ctx.redis.readConfig(target, Object.keys(MEMBER_CONFIG));
        expect(config).toEqual(MEMBER_CONFIG);
      }
    },
    hasFailedOver: () =>
      vi.waitFor(async () => {
        await keepGroups(worldNow(), new Date(), letThrough);
        expect(await prisma().event.count({ where: { databaseId, type: "failover" } })).toBe(1);
      }, WAIT),
    nodes: async () =>
      (await loadDatabase(databaseId)).nodes
        .filter(({ status }) => status !== "removed")
        .map(({ number, status, planId }) => `${number} ${planId} ${status}`),
    remove: async () => {
      const { id } = await removeAddon(ctx, { app, addon: resourceId, confirm: resourceId });
      await run(remove, id);
      await sweep(worldNow(), new Date(), letThrough);
      const left = (await engine.listResources()).filter(({ type }) => type === "service");
      expect(left).toEqual([]);
    },
    killNode: async (number: number) => docker("kill", await containerOf(engine, nodeName(name, number))),
    targets: async () => {
      const database = await loadDatabase(databaseId);
      return nodesOf(database).map(({ number }) => targetOf(ctx, database, nodeName(name, number)));
    },
  };
}

test(
  "a database becomes highly available, another size of it and a single one again, without a lost write, whenever the worker or the master dies",
  async () => {
    const made = await makeDatabase("grown", "256m", "7.0.15");
    const { resourceId, change, isWhole, hasFailedOver, nodes, killNode } = made;
    const to = async (planId: string) => (await changePlan(ctx, { resourceId, planId })).id;
    await change(handOff, await to("256m-ha"), CUT_OVER);
    expect(await nodes()).toEqual(["2 256m-ha active", "3 256m-ha standby", "4 256m-ha standby"]);
    await isWhole();
    await change(handOff, await to("200m-ha"), GATEWAY);
    expect(await nodes()).toEqual(["5 200m-ha active", "6 200m-ha standby", "7 200m-ha standby"]);
    await isWhole();
    const writer = startWriter(made.connect);
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(100), WAIT);
    // The new node, which follows it by then, is no replica that could become the master.
    const meanwhile = async () => {
      await killNode(5);
      await hasFailedOver();
    };
    const ended = await end(handOff, await to("256m-ha"), { crash: SYNC, meanwhile });
    expect(ended).toMatchObject({ status: "failed", errorReason: "failed_over" });
    await isWhole();
    expect((await nodes()).map((node) => node.split(" ")[0])).toEqual(["5", "6", "7"]);
    expect(await writer.stop()).toMatchObject({ lost: 0 });
    await change(handOff, await to("256m"), CUT_OVER);
    expect(await nodes()).toEqual(["11 256m active"]);
    await made.remove();
  },
  LONG_MS,
);

test(
  "a highly available database takes a later version and the data of a backup, whenever the worker dies",
  async () => {
    const made = await makeDatabase("later", "200m-ha", "7.0.15");
    const { resourceId, change, isWhole, nodes, connect } = made;
    await isWhole();
    await change(handOff, (await upgradeDatabase(ctx, { resourceId, version: "8.0.2" })).id, START);
    expect(await nodes()).toEqual(["4 200m-ha active", "5 200m-ha standby", "6 200m-ha standby"]);
    await isWhole();
    const client = connect();
    await client.set("before", "kept");
    const { operation, backup } = await createBackup(ctx, { resourceId });
    await run(backUp, operation.id);
    await client.set("after", "gone");
    client.disconnect();
    const { id } = await restoreBackup(ctx, { resourceId, backupId: backup.id, acceptsLoss: true });
    await run(restore, id, at(8));
    expect(await nodes()).toEqual(["7 200m-ha active", "8 200m-ha standby", "9 200m-ha standby"]);
    await isWhole();
    const reader = connect();
    await vi.waitFor(async () => expect(await reader.mget("before", "after")).toEqual(["kept", null]), WAIT);
    reader.disconnect();
    await made.remove();
  },
  LONG_MS,
);

test(
  "a database keeps features, settings and users through every change, and all that it acknowledged when all of its nodes end at once",
  async () => {
    const made = await makeDatabase("appends", "256m", "7.0.15");
    const { resourceId, isWhole, nodes, targets } = made;
    await setEverything(ctx, resourceId, ({ id }) =>
      loadOperation(id).then(({ kind }) =>
        run(kind === "set-feature" ? setFeatureStory : setSettingsStory, id),
      ),
    );
    await makeUsers(ctx, resourceId);
    const before = await everythingSeen(ctx, resourceId);
    const outside = await made.outside();
    const change = (id: string, crash?: CrashPoint) => made.change(handOff, id, crash, outside);
    expect(before).toMatchObject({
      config: ["yes", "volatile-ttl", "600", "xE"],
      plain: expect.stringContaining("takes TLS connections only"),
      outside: expect.stringContaining("NOAUTH"),
    });
    const isKept = () =>
      vi.waitFor(async () => {
        expect(await everythingSeen(ctx, resourceId)).toEqual(before);
        for (const target of await targets()) {
          expect(await ctx.redis.readConfig(target, ["appendonly"])).toEqual({ appendonly: "yes" });
          expect(await ctx.redis.info(target)).toMatchObject({ isAofOk: true, isRewritingAof: false });
        }
      }, WAIT);
    await change((await changePlan(ctx, { resourceId, planId: "256m-ha" })).id, SYNC);
    await isWhole();
    await isKept();
    // No save tells of what is written from here on, and what a client was answered is on the disk.
    for (const target of await targets())
      await ctx.redis.setConfig(target, { appendfsync: "always", save: "" }, { isKept: false });
    const writer = startWriter(outside);
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(100), WAIT);
    // The master first, which has sent on what it has answered.
    const names = (await targets()).map(({ serviceName }) => serviceName);
    await docker("kill", ...(await Promise.all(names.map((name) => containerOf(engine, name)))));
    const written = writer.written();
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(written + 100), WAIT);
    expect(await writer.stop()).toMatchObject({ lost: 0 });
    await vi.waitFor(() => keepGroups(worldNow(), new Date(), letThrough), WAIT);
    await isWhole();
    await isKept();
    await change((await upgradeDatabase(ctx, { resourceId, version: "8.0.2" })).id);
    await isWhole();
    await isKept();
    await change((await changePlan(ctx, { resourceId, planId: "256m" })).id);
    expect((await nodes()).map((node) => node.split(" ").slice(1).join(" "))).toEqual(["256m active"]);
    await isKept();
    await made.remove();
  },
  LONG_MS,
);
