import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { expect, vi } from "vitest";
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
import type { Context } from "../../lib/services/context";
import { getHealth } from "../../lib/services/databases/get-health";
import type { WorkflowContext } from "../../lib/workflows/deps";
import { keepGroups } from "../../lib/workflows/keep-groups";
import { nodesOf } from "../../lib/workflows/parts/database";
import { provision } from "../../lib/workflows/provision";
import { remove } from "../../lib/workflows/remove";
import { sweep } from "../../lib/workflows/sweep";
import { type CrashPoint, durableRunner, type Workflow } from "../durable";
import { letThrough } from "../workflow-world";
import { startControlPlane } from "./control-plane";
import { offerInternetAccess, PUBLIC } from "./everything-set";
import { containerOf, docker } from "./stack";
import { threefold } from "./threefold";
import { startWriter } from "./writer";

const WAIT = { timeout: 60_000, interval: 200 };
const single = DEFAULT_PLANS[1] as Plan;
const PLANS = [
  ...DEFAULT_PLANS,
  { ...single, id: "256m-ha", isHighlyAvailable: true },
  { ...single, id: "200m-ha", maxMemoryBytes: 200 * MIB, isHighlyAvailable: true },
];
/** What makes a node one of a group. */
const MEMBER_CONFIG = { "min-replicas-to-write": "1", masteruser: REPLICA_USER, "replica-priority": "100" };

/** The process dies while the step of that place is done and not yet remembered. */
export const at = (index: number): CrashPoint => ({ index, when: "before-recording" });

/** `meanwhile` is what happens between the end of one process and the start of the next. */
type Death = { crash?: CrashPoint | undefined; meanwhile?: () => Promise<void> };

/** A Berth whose operations are run by the test, on one host as if it were so many, and highly available databases of it. */
export async function startGroupBerth({ hosts = 3 } = {}) {
  offerInternetAccess();
  const berth = await startControlPlane();
  // Operations are run here, by the engine below.
  await berth.killWorker();
  const engine = await threefold(berth.ctx.engine, hosts);
  const ctx = { ...berth.ctx, engine, plans: PLANS };
  const worldNow = () => ({ ...platform(), engine, plans: PLANS });

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

  const runs = { ctx, engine, worldNow, run };
  return {
    ...berth,
    ctx,
    engine,
    worldNow,
    end,
    run,
    /** The database of an addon that serves. */
    databaseOf: (app: string, resourceId: string) => databaseOf(runs, app, resourceId),
    makeDatabase: async (app: string, planId: string, release: { provider?: string; version: string }) => {
      await createApp(ctx, { name: app, source: "none" });
      const { provider = "redis", version } = release;
      const asked = { app, provider, planId, version, requestKey: randomUUID() };
      const { addon, operationId } = await addAddon(ctx, asked);
      await run(provision, operationId);
      return databaseOf(runs, app, addon.resourceId);
    },
    sweepNow: () => sweep(worldNow(), new Date(), letThrough),
    /** Once every database is removed. */
    expectNothingLeft: async () => {
      await sweep(worldNow(), new Date(), letThrough);
      const left = (await engine.listResources()).filter(({ type }) => type === "service");
      expect(left).toEqual([]);
    },
  };
}

type Runs = {
  ctx: Context;
  engine: DockerEngine;
  worldNow: () => WorkflowContext;
  run: (workflow: Workflow, operationId: string, crash?: CrashPoint) => Promise<void>;
};

/** The database of an addon that serves. */
async function databaseOf({ ctx, engine, worldNow, run }: Runs, app: string, resourceId: string) {
  const name = { instance: ctx.instance, resourceId };
  const { database: row } = await prisma().addon.findUniqueOrThrow({
    where: { resourceId },
    select: { database: { select: { id: true } } },
  });
  const databaseId = row?.id ?? "";
  const link = await linkOf({ cipher: ctx.cipher, instance: ctx.instance, port: platform().linkPort })();
  const password = passwordOf(ctx, await loadDatabase(databaseId), "default");
  const connect = () => newClient(link, { serviceName: gatewayName(name), user: "default", password });
  const groupNow = async () => {
    const health = await getHealth(ctx, { resourceId });
    return health.state === "healthy" ? health.group : null;
  };
  const isWritten = async (writer: ReturnType<typeof startWriter>) => {
    const written = writer.written();
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(written + 100), WAIT);
  };
  /** Somebody writes all the while, loses nothing of it, and is never led to a replica. Answers the longest time without a write. */
  const whileWritten = async (work: () => Promise<void>, way = connect): Promise<number> => {
    const writer = startWriter(way);
    await isWritten(writer);
    writer.begin();
    await work();
    await isWritten(writer);
    const told = await writer.stop();
    expect(told).toMatchObject({ lost: 0 });
    expect(told.refusals.filter((refusal) => refusal.startsWith("READONLY"))).toEqual([]);
    return told.longestMs;
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
    whileWritten,
    /** Changes it while somebody writes. */
    change: (workflow: Workflow, operationId: string, crash?: CrashPoint, way = connect) =>
      whileWritten(() => run(workflow, operationId, crash), way),
    nodeName: (number: number) => nodeName(name, number),
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
    },
    targets: async () => {
      const database = await loadDatabase(databaseId);
      return nodesOf(database).map(({ number }) => targetOf(ctx, database, nodeName(name, number)));
    },
    killNode: async (number: number) => docker("kill", await containerOf(engine, nodeName(name, number))),
  };
}
