import { beforeAll, expect, test } from "vitest";
import { makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { makeSampledWorld } from "@/tests/sampling";
import { AppLogsInput, type LogLineView } from "../../contract/logs";
import { appServiceName } from "../../core/databases/names";
import { LEFT_OUT_SIGN } from "../../core/logs/line";
import { startOfStep } from "../../core/stats/resolutions";
import { setAppliedRevision } from "../../db/apps";
import { prisma } from "../../db/client";
import { listLogLines } from "../../db/log-lines";
import { lineKeeper } from "../../sampling/keep-lines";
import { keepPartitions } from "../../sampling/roll-up";
import { sampler } from "../../sampling/round";
import { getFalls } from "../apps/get-falls";
import { restartApp } from "../apps/restart-app";
import { followAppLogs } from "./follow-app-logs";
import { listAppLogOperations } from "./list-app-log-operations";
import { listAppLogs } from "./list-app-logs";

withDatabase();

const world = makeSampledWorld();
const { containers } = world;
let roundMs = startOfStep(Date.now(), 10_000);
beforeAll(() => keepPartitions(Date.now()));

const asked = (input: object) => AppLogsInput.parse(input);
const momentOf = (second: number): string =>
  new Date(startOfStep(Date.now(), 60_000) + second * 1_000).toISOString().replace("Z", "000001Z");
const textsOf = ({ lines }: { lines: LogLineView[] }) =>
  lines.map(({ source, text }) => `${source}: ${text}`);

let made = 0;
/** An id as the engine makes them. */
const newContainerId = (): string => {
  made += 1;
  return String(made).padStart(12, "a").padEnd(64, "f");
};

/** An app from an image with one container, whose owner's context reads the same containers. */
async function makeRunning() {
  const { ctx, app } = await makeApp({ source: "image", image: "some/app", revision: 1 });
  const serviceName = appServiceName(ctx.instance, app.name);
  const start = () => {
    const containerId = newContainerId();
    containers.addApp({ containerId, serviceName });
    return containerId;
  };
  const first = start();
  return {
    ctx: { ...ctx, containers },
    app,
    name: app.name,
    start,
    first,
    source: `web-${first.slice(0, 12)}`,
  };
}

async function rounds(count: number): Promise<void> {
  const one = sampler(world.deps("apps"));
  for (let n = 0; n < count; n++) {
    roundMs += 10_000;
    world.clock.ms = roundMs;
    await one.round(roundMs);
  }
}

test("what an app's containers write is read before and after it is kept, each line once, also of one that is gone", async () => {
  const { ctx, name, first, source, start } = await makeRunning();
  containers.write(first, { at: momentOf(1), text: "listening" });
  expect(await listAppLogs(ctx, asked({ app: name }))).toMatchObject({ isComplete: true, sources: [source] });
  await rounds(1);
  containers.write(first, { at: momentOf(2), text: "the last words" });
  containers.end(first, { isFall: false });
  // Of one that has ended, before a round has kept it.
  expect(textsOf(await listAppLogs(ctx, asked({ app: name }))).at(-1)).toBe(`${source}: the last words`);
  await rounds(1);
  containers.remove(first);
  const second = start();
  containers.write(second, { at: momentOf(3), text: "listening again" });
  const next = `web-${second.slice(0, 12)}`;
  const wanted = [`${source}: listening`, `${source}: the last words`, `${next}: listening again`];
  expect(textsOf(await listAppLogs(ctx, asked({ app: name })))).toEqual(wanted);
  const find = async (filter: object) => textsOf(await listAppLogs(ctx, asked({ app: name, ...filter })));
  expect(await find({ source: next })).toEqual([`${next}: listening again`]);
  expect(await find({ source: "web" })).toEqual(wanted);
  expect(await find({ q: "LAST" })).toEqual([`${source}: the last words`]);
  expect(await find({ at: momentOf(2), limit: 1 })).toEqual([`${next}: listening again`]);
});

test("by the start in whose time they were written; that of another app is none of this one", async () => {
  const { ctx, name, first } = await makeRunning();
  const other = await makeRunning();
  const { id: operation } = await restartApp(ctx, { app: name });
  containers.write(first, { at: new Date(Date.now() + 1).toISOString(), text: "meanwhile" });
  expect(await listAppLogOperations(ctx, { app: name })).toMatchObject([{ id: operation, kind: "restart" }]);
  expect((await listAppLogs(ctx, asked({ app: name, operation }))).lines).toMatchObject([
    { text: "meanwhile" },
  ]);
  await expect(listAppLogs(other.ctx, asked({ app: other.name, operation }))).rejects.toMatchObject({
    code: "not_found",
    reason: "operation",
  });
});

test("followed as they are written, those of a new container too", async () => {
  const { ctx, name, first, source } = await makeRunning();
  const stop = new AbortController();
  const followed = await followAppLogs(ctx, { app: name, source: undefined }, stop.signal);
  const lines = followed[Symbol.asyncIterator]();
  containers.write(first, { at: momentOf(1), text: "one" });
  expect((await lines.next()).value).toEqual({ at: momentOf(1), source, text: "one" });
  stop.abort();
  expect((await lines.next()).done).toBe(true);
});

test("of an app that writes without end the newest lines are kept, and what came too fast is told", async () => {
  const { app, first, source } = await makeRunning();
  const keep = lineKeeper(world.deps("bounded"), { linesMax: 20, ownedMax: 30 });
  const subject = { work: "keep-logs", id: first, name: app.name, appId: app.id, databaseId: null } as const;
  const writer = { hostId: "host-1", containerId: first, isRunning: true, ownerId: app.id, source };
  for (let turn = 0; turn < 3; turn++) {
    for (let n = 0; n < 25; n++)
      containers.write(first, { at: momentOf(turn * 25 + n), text: `line ${turn}.${n}` });
    await keep([{ ...writer, isHurried: true, subject }], Date.now());
  }
  const kept = await listLogLines({ ownerId: app.id, limit: 1_000 });
  expect(kept).toHaveLength(30);
  expect(kept.filter(({ text }) => text === LEFT_OUT_SIGN)).toHaveLength(1);
  expect(kept.at(-1)?.text).toBe("line 2.24");
});

test("containers that fall over are counted since the last start, each once, and those told to stop are not", async () => {
  const { ctx, app, name, first, start } = await makeRunning();
  await setAppliedRevision(app.id, 1);
  const fall = (id: string, exitCode: number, afterMs: number) =>
    containers.end(id, { isFall: true, at: new Date(Date.now() + afterMs), exitCode });
  fall(first, 1, 1_000);
  containers.end(start(), { isFall: false });
  const last = start();
  fall(last, 137, 2_000);
  start();
  await rounds(2);
  await rounds(1);
  expect(await getFalls(ctx, { app: name })).toMatchObject({ count: 2, lastExitCode: 137 });
  await prisma().app.update({ where: { id: app.id }, data: { startedAt: new Date(Date.now() + 60_000) } });
  expect(await getFalls(ctx, { app: name })).toBeNull();
});

test("with the engine away nothing is counted or lost", async () => {
  const { ctx, name, first } = await makeRunning();
  containers.write(first, { at: momentOf(1), text: "kept" });
  await rounds(1);
  containers.setReachable(false);
  await rounds(1);
  expect(await listAppLogs(ctx, asked({ app: name }))).toMatchObject({
    isComplete: false,
    lines: [{ text: "kept" }],
  });
  containers.setReachable(true);
});

test("a stranger's answer is the same as for an app that does not exist, and a token that looks reads nothing", async () => {
  const { ctx, name } = await makeRunning();
  const stranger = makeContext(await makeUser(), { containers });
  const { signal } = new AbortController();
  for (const app of [name, "no-such"])
    for (const work of [
      () => listAppLogs(stranger, asked({ app })),
      () => listAppLogOperations(stranger, { app }),
      () => followAppLogs(stranger, { app, source: undefined }, signal),
      () => getFalls(stranger, { app }),
    ])
      await expect(work()).rejects.toMatchObject({ code: "not_found", reason: "app" });
  const looking = { ...ctx, actor: { ...ctx.actor, scope: "look" as const } };
  await expect(listAppLogs(looking, asked({ app: name }))).rejects.toMatchObject({ code: "forbidden" });
});
