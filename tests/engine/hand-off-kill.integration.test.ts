import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeName } from "../../lib/core/databases/names";
import { OPERATION_STEPS } from "../../lib/core/operations/steps";
import { MIB } from "../../lib/core/units";
import { changePlan } from "../../lib/services/databases/change-plan";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { dataOf } from "./data";
import { getAddonNodes } from "./records";
import { startTraffic } from "./traffic";

type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

const APP = "killed";
const UNHARMED = { lost: 0, stale: 0, failures: 0, firstFailure: null };
let berth: ControlPlane;
let web: Awaited<ReturnType<ControlPlane["startWeb"]>>;
let resourceId: string;
let traffic: Awaited<ReturnType<typeof startTraffic>>;
let before: string;
let data: Awaited<ReturnType<typeof dataOf>>;
beforeAll(async () => {
  berth = await startControlPlane();
  web = await berth.startWeb();
  await web.healthy();
  const asked = await askForDatabase(berth.ctx, APP, "free");
  await operationEnded(berth.ctx, asked);
  resourceId = asked.resourceId;
  data = await dataOf(berth.ctx, resourceId);
  await data.fill(4 * MIB);
  before = await data.digest();
  traffic = await startTraffic(berth.ctx, { app: APP, resourceId });
  await traffic.wrote(50);
});
afterAll(async () => {
  const seen = await traffic.stop();
  await web.stop();
  expect(await berth.stop()).toEqual([]);
  expect(seen).toMatchObject(UNHARMED);
});

/** Between two plans and back; the records say which one it has. */
async function change(): Promise<string> {
  const { active } = await getAddonNodes(resourceId);
  const planId = active.planId === "free" ? "256m" : "free";
  return (await changePlan(berth.ctx, { resourceId, planId })).id;
}

async function killAll(): Promise<void> {
  await Promise.all([berth.killWorker(), web.kill(), berth.killPostgres()]);
  web.start();
  await berth.postgres.start();
  berth.startWorker();
}

/** It ended, one node serves with everything, and nothing else runs. */
async function expectWhole(operationId: string): Promise<void> {
  const ended = await operationEnded(berth.ctx, { app: APP, operationId });
  expect(ended).toMatchObject({ status: "succeeded", error: null });
  await traffic.wrote(50);
  expect(await traffic.report()).toMatchObject(UNHARMED);
  expect(await data.digest()).toBe(before);
  const { active, number } = await getAddonNodes(resourceId);
  expect(active.number).toBe(number);
  const name = { instance: berth.ctx.instance, resourceId };
  const left = (await berth.ctx.engine.listResources()).filter((resource) =>
    resource.name.startsWith(`${berth.ctx.instance}-${resourceId}-n`),
  );
  const services = left.filter(({ type }) => type === "service").map((resource) => resource.name);
  expect(services).toEqual([nodeName(name, number)]);
  expect(left.filter(({ type }) => type === "secret")).toHaveLength(2);
  expect(await data.ask(["ACL GETUSER gateway"])).toMatch(/^flags\non/);
}

describe("worker, web and PostgreSQL are killed with -9 at once, while a client writes and reads", () => {
  test.each(OPERATION_STEPS["change-plan"].map((step) => [step]))(
    "at %s",
    async (step) => {
      const operationId = await change();
      await stepBegun(berth.ctx, { app: APP, operationId }, step);
      await killAll();
      await expectWhole(operationId);
      await web.healthy();
    },
    120_000,
  );
});

describe("the worker is killed with -9 within the hand-over", () => {
  test.each([[10], [25], [50]])(
    "%i ms after it began",
    async (afterMs) => {
      const operationId = await change();
      await stepBegun(berth.ctx, { app: APP, operationId }, "cut-over");
      await delay(afterMs);
      await berth.killWorker();
      berth.startWorker();
      await expectWhole(operationId);
    },
    120_000,
  );
});
