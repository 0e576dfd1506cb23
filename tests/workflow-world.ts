import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { memoryContainers } from "../lib/adapters/docker/memory/container-stats";
import { memoryDockerEngine } from "../lib/adapters/docker/memory/engine";
import { emptyEngine } from "../lib/adapters/docker/memory/state";
import { memoryGateways } from "../lib/adapters/gateway/memory";
import { memoryRedisAdmin } from "../lib/adapters/redis/memory";
import { memoryGroups } from "../lib/adapters/redis/memory-groups";
import { memoryRedisImports } from "../lib/adapters/redis/memory-import";
import { memoryRedisReplication } from "../lib/adapters/redis/memory-replication";
import { memoryRedisUsers } from "../lib/adapters/redis/memory-users";
import type { Alone } from "../lib/core/events/upkeep";
import { DEFAULT_PLANS, type Plan } from "../lib/core/plans/catalog";
import { prisma } from "../lib/db/client";
import { loadOperation } from "../lib/db/operations";
import { insertFirstStorage } from "../lib/db/storages";
import type { DockerEngine } from "../lib/ports/docker-engine";
import { addAddon } from "../lib/services/addons/add-addon";
import { createApp } from "../lib/services/apps/create-app";
import { provision } from "../lib/workflows/provision";
import { restart } from "../lib/workflows/restart";
import { testAuthority } from "./authority";
import { backupWorld } from "./backup-world";
import { type CrashPoint, durableRunner, type Workflow } from "./durable";
import { INSTANCE, makeContext, makeUser } from "./factories";
import { casesOf } from "./long";

/** A test sees every failure of a round. */
export const letThrough: Alone = (_subject, work) => work();

const runningOn = (engine: DockerEngine) => async (name: string) =>
  (await engine.listTasks(name)).some(({ state }) => state === "running");

/** A person with an app from an image, on an engine in memory. */
export async function makeWorld({
  source = "image",
  plans = DEFAULT_PLANS,
}: {
  source?: "image" | "none";
  plans?: readonly Plan[];
} = {}) {
  const engineWorld = emptyEngine();
  const engine = memoryDockerEngine({ instance: INSTANCE, world: engineWorld });
  await engine.applyNetwork({ name: INSTANCE, owner: { appId: null, databaseId: null }, isAttachable: true });
  const isRunning = runningOn(engine);
  const redis = memoryRedisAdmin({ isRunning });
  const replication = memoryRedisReplication(redis, {
    // As the node's own first files say.
    startOf: (serviceName) => {
      const file = (kind: string) =>
        engineWorld.secrets.get(`${serviceName.replace("-node-", "-n")}-${kind}`)?.content ?? "";
      return {
        isOpen: /^user gateway reset on /m.test(file("acl")),
        follows: /^replicaof (\S+) /m.exec(file("conf"))?.[1] ?? null,
      };
    },
  });
  const users = memoryRedisUsers(redis);
  const gateways = memoryGateways({ isRunning });
  const groups = memoryGroups({ follows: replication.masterOf, isRunning });
  engine.addImage("some/app");
  await insertFirstStorage({
    id: randomUUID(),
    name: "first",
    settings: { kind: "folder", path: "/backups" },
  });
  const user = await makeUser();
  const backups = backupWorld();
  engineWorld.answerRun = backups.answer;
  const imports = memoryRedisImports({
    arrived: (serviceName, keys) => redis.setInfo(serviceName, { keys }),
    follow: replication.followOutside,
    leave: replication.settle,
  });
  const ctx = makeContext(user, {
    ...{ engine, redis, users, imports, groups, plans },
    openStorage: backups.parts.openStorage,
  });
  const { instance, cipher, replaceAfterMs } = ctx;
  const containers = memoryContainers();
  const world = {
    instance,
    plans,
    engine,
    redis,
    replication,
    users,
    gateways,
    groups,
    ...{ replaceAfterMs, authority: testAuthority() },
    publicHost: "db.example.org",
    publicPorts: { from: 20_000, to: 20_001 },
    cipher,
    containers,
    imports,
    ...backups.parts,
  };
  const name = `app-${randomUUID().slice(0, 8)}`;
  const created = await createApp(ctx, {
    name,
    source,
    ...(source === "image" ? { image: "some/app" } : {}),
  });
  if (created.operationId) await durableRunner(world).run(restart, created.operationId);
  const app = await prisma().app.findFirstOrThrow({ where: { name }, select: { id: true } });
  const add = (planId = "256m") =>
    addAddon(ctx, { app: name, provider: "redis", planId, requestKey: randomUUID() });
  const addRunning = async () => {
    const added = await add();
    await durableRunner(world).run(provision, added.operationId);
    return added.addon;
  };
  return {
    engine,
    engineWorld,
    redis,
    replication,
    users,
    gateways,
    groups,
    ctx,
    world,
    name,
    appId: app.id,
    add,
    addRunning,
    containers,
    imports,
    backups,
  };
}

export type WorkflowWorld = Awaited<ReturnType<typeof makeWorld>>;

/** Everything on the engine, but for what all gateways share. */
export const resourcesOf = async (engine: WorkflowWorld["engine"]): Promise<string[]> =>
  (await engine.listResources())
    .filter(({ name }) => !name.startsWith(`${INSTANCE}-gateways-`))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

/** What a person, and the engine, see after an operation. */
export async function seen({ engine, appId }: WorkflowWorld, operationId: string) {
  const operation = await loadOperation(operationId);
  const resources = await resourcesOf(engine);
  const variables = await prisma().variable.findMany({ where: { appId }, select: { name: true } });
  const events = await prisma().event.findMany({
    where: { appId },
    select: { type: true },
    orderBy: { createdAt: "asc" },
  });
  const addons = await prisma().addon.findMany({ where: { appId }, select: { status: true } });
  return {
    status: operation.status,
    error: operation.errorReason,
    resources,
    variables: variables.map((variable) => variable.name).sort(),
    events: events.map(({ type }) => type).sort(),
    addons: addons.map(({ status }) => status),
  };
}

/** The points of a run at which its process can die. */
export const crashes = (steps: readonly string[]) =>
  casesOf(
    steps.flatMap((name, index) => [
      { name, crash: { index, when: "before-recording" } satisfies CrashPoint },
      { name, crash: { index, when: "after-recording" } satisfies CrashPoint },
    ]),
    // A step that was recorded is not done again: what matters is the one that was not.
    ({ crash: { index, when } }) => when === "before-recording" || index === 0,
  );

/** Dies at the point, and goes on in what would be the next process. */
export async function crashAndResume(
  world: WorkflowWorld,
  workflow: Workflow,
  operationId: string,
  crash: CrashPoint,
) {
  const runner = durableRunner(world.world);
  await runner.run(workflow, operationId, { crash });
  expect(runner.names.length).toBe(crash.index + 1);
  await runner.run(workflow, operationId);
  return runner.names;
}

/** What an app with containers is on the engine. */
export const appResources = (name: string) => [
  `network ${INSTANCE}`,
  `network ${INSTANCE}-app-${name}`,
  `service ${INSTANCE}_${name}`,
];
/** What a database is on the engine, with its first node. */
export const databaseResources = (resourceId: string) => [
  `secret ${INSTANCE}-${resourceId}-gd-1`,
  `secret ${INSTANCE}-${resourceId}-gw-1`,
  `secret ${INSTANCE}-${resourceId}-n1-acl`,
  `secret ${INSTANCE}-${resourceId}-n1-conf`,
  `service ${INSTANCE}-${resourceId}`,
  `service ${INSTANCE}-${resourceId}-node-1`,
  `volume ${INSTANCE}-${resourceId}-node-1`,
];
