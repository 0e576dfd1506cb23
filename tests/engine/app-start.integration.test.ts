import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dockerodeContainerLogs } from "@/lib/adapters/docker/dockerode/container-logs";
import { dockerodeContainerStats } from "@/lib/adapters/docker/dockerode/container-stats";
import { dockerodeEngine } from "@/lib/adapters/docker/dockerode/engine";
import { memoryRedisAdmin } from "@/lib/adapters/redis/memory";
import { DEMO_IMAGE } from "@/lib/core/databases/images";
import { loadApp } from "@/lib/db/apps";
import { prisma } from "@/lib/db/client";
import { loadOperation } from "@/lib/db/operations";
import { holds, waiting } from "@/lib/runtime/steps";
import { createApp } from "@/lib/services/apps/create-app";
import { deployApp } from "@/lib/services/apps/deploy-app";
import { restartApp } from "@/lib/services/apps/restart-app";
import { setVariable } from "@/lib/services/variables/set-variable";
import { restart } from "@/lib/workflows/restart";
import { durableRunner } from "../durable";
import { makeContext, makeUser } from "../factories";
import { withDatabase } from "../postgres";
import { worldOf } from "../world";
import { newInstanceId } from "./stack";

withDatabase();
const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
const sickImage = `${instance}-sick:1`;

beforeAll(async () => {
  await engine.applyNetwork({
    name: instance,
    owner: { appId: null, databaseId: null },
    isAttachable: true,
  });
  const lines = [
    `FROM ${DEMO_IMAGE}`,
    "HEALTHCHECK --interval=1s --timeout=1s --retries=2 CMD false",
    'CMD ["sleep", "1000"]',
  ];
  execFileSync("docker", ["build", "-q", "-t", sickImage, "-"], { input: lines.join("\n") });
});
afterAll(async () => {
  const resources = await engine.listResources();
  const named = (type: string) => resources.filter((resource) => resource.type === type);
  for (const { name } of named("service")) await engine.removeService(name, 180_000);
  for (const { name } of named("network")) await engine.removeNetwork(name);
  execFileSync("docker", ["rmi", "-f", sickImage]);
});

async function makeWorld(input: { name: string; image: string; command?: string }) {
  const redis = memoryRedisAdmin();
  const ctx = { ...makeContext(await makeUser(), { engine, redis }), instance };
  const world = worldOf({ ...ctx, engine, redis, containers: dockerodeContainerLogs({ instance }) });
  const finish = async (operationId: string) => {
    await durableRunner(world, { waitUntil: waiting({}), holds }).run(restart, operationId);
    return loadOperation(operationId);
  };
  const { operationId } = await createApp(ctx, { source: "image", ...input });
  const first = await finish(operationId ?? "");
  const { id: appId } = await prisma().app.findFirstOrThrow({
    where: { name: input.name },
    select: { id: true },
  });
  const again = async (value: string) => {
    await setVariable(ctx, { app: input.name, name: "MODE", value });
    return finish((await restartApp(ctx, { app: input.name })).id);
  };
  const deploy = async (image: string) => finish((await deployApp(ctx, { app: input.name, image })).id);
  const running = async () =>
    (await engine.listTasks(`${instance}_${input.name}`)).filter(({ state }) => state === "running");
  return { first, again, deploy, running, appId };
}

const failedWith = (words: string) => ({
  status: "failed",
  errorReason: "app_not_started",
  errorMessage: expect.stringContaining(words),
});

// They wait more than they compute: side by side.
test.concurrent.each([
  ["at once", "sh -c 'echo bye; exit 7'"],
  ["after three seconds", "sh -c 'echo bye; sleep 3; exit 7'"],
])("a command that ends %s is no started app", { timeout: 360_000 }, async (title, command) => {
  const { first } = await makeWorld({ name: `ends-${title.length}`, image: DEMO_IMAGE, command });
  expect(first).toMatchObject(failedWith("exit code 7. It wrote last:\nbye"));
});

test.concurrent("a container whose health check fails is no started app", { timeout: 360_000 }, async () => {
  const { first } = await makeWorld({ name: "sick", image: sickImage });
  expect(first).toMatchObject(failedWith("health check"));
});

test("a variable that makes a healthy app fall leaves it running as before", {
  timeout: 360_000,
}, async () => {
  const command = `sh -c 'test "$MODE" = broken && sleep 2 && exit 3; exec sleep 1000'`;
  const { first, again, running, appId } = await makeWorld({ name: "steady", image: DEMO_IMAGE, command });
  expect(first.status).toBe("succeeded");
  const { appliedRevision } = await loadApp(appId);
  expect(await again("broken")).toMatchObject(failedWith("exit code 3"));
  expect((await loadApp(appId)).appliedRevision).toBe(appliedRevision);
  await expect
    .poll(async () => (await running()).map(({ revision }) => revision), { timeout: 60_000 })
    .toEqual([appliedRevision]);
  expect((await again("mended")).status).toBe("succeeded");
  const { revision } = await loadApp(appId);
  expect((await running()).map((task) => task.revision)).toEqual([revision]);
});

test.concurrent("a container that falls over later is told by the engine, with its exit code and its time", {
  timeout: 360_000,
}, async ({ expect }) => {
  const command = "sh -c 'sleep 7; exit 9'";
  const { first } = await makeWorld({ name: "later", image: DEMO_IMAGE, command });
  expect(first.status).toBe("succeeded");
  const containers = dockerodeContainerStats({ instance });
  const list = () => containers.listAppContainers(`${instance}_later`);
  const [started] = await list();
  if (!started) throw new Error("there is no container");
  expect((await containers.listAppContainers()).map(({ containerId }) => containerId)).toContain(
    started.containerId,
  );
  const beganMs = Date.now();
  await expect
    .poll(() => containers.findEnd(started), { timeout: 60_000 })
    .toMatchObject({ isFall: true, exitCode: 9 });
  const end = await containers.findEnd(started);
  expect(end?.isFall && Math.abs(end.at.getTime() - beganMs)).toBeLessThan(20_000);
  await expect
    .poll(async () => (await list()).filter(({ isRunning }) => isRunning).length, { timeout: 60_000 })
    .toBe(1);
  const next = (await list()).find(({ isRunning }) => isRunning);
  await engine.removeService(`${instance}_later`, 180_000);
  expect(next && (await containers.findEnd(next))).not.toMatchObject({ isFall: true });
});

test.concurrent("an app made with a wrong image is mended; a wrong one later leaves the former one serving", {
  timeout: 360_000,
}, async ({ expect }) => {
  const wrong = `${instance}-nowhere:1`;
  const command = "sleep 1000";
  const { first, deploy, running, appId } = await makeWorld({ name: "mended", image: wrong, command });
  expect(first).toMatchObject(failedWith("No such image"));
  expect((await deploy(DEMO_IMAGE)).status).toBe("succeeded");
  const [serving] = await running();
  expect(serving).toMatchObject({ image: DEMO_IMAGE });
  expect(await deploy(wrong)).toMatchObject(failedWith("No such image"));
  expect((await running()).map(({ id }) => id)).toContain(serving?.id);
  const { image, revision, appliedRevision } = await loadApp(appId);
  expect(image).toBe(DEMO_IMAGE);
  expect(appliedRevision).toBe(revision);
});
