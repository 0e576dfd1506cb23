import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GATEWAY_DOOR_PORT } from "../../lib/core/databases/gateway-door";
import { gatewayName, linkContainerName, nodeName } from "../../lib/core/databases/names";
import { OPERATION_STEPS } from "../../lib/core/operations/steps";
import { MIB } from "../../lib/core/units";
import { countLiveWorkers } from "../../lib/db/workers";
import { changePlan } from "../../lib/services/databases/change-plan";
import { casesOf } from "../long";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { dataOf } from "./data";
import { getAddonNodes } from "./records";
import { containerOf, pidOf } from "./stack";
import { startTraffic } from "./traffic";

type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

const run = promisify(execFile);
const APP = "killed";
/** What comes to the address of a gateway that was killed is lost until it has another: so much is the network's. */
const UNHARMED = { lost: 0, stale: 0, failures: 0, firstFailure: null };
let berth: ControlPlane;
let web: Awaited<ReturnType<ControlPlane["startWeb"]>>;
let resourceId: string;
/** Connections that stay, and one for each command. */
let clients: Awaited<ReturnType<typeof startTraffic>>[];
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
  clients = await Promise.all(
    [false, true].map((isAnew) => startTraffic(berth.ctx, { app: APP, resourceId, isAnew })),
  );
  await allWrote();
});
afterAll(async () => {
  const seen = await Promise.all(clients.map((client) => client.stop()));
  await web.stop();
  expect(await berth.stop()).toEqual([]);
  expect(seen).toMatchObject([UNHARMED, UNHARMED]);
});

const hungOnes = async () =>
  (await Promise.all(clients.map((client) => client.report()))).map(({ hung }) => hung);

const allWrote = () => Promise.all(clients.map((client) => client.wrote(50)));

/** Between two plans and back; the records say which one it has. */
async function change(): Promise<string> {
  const { active } = await getAddonNodes(resourceId);
  const planId = active.planId === "free" ? "256m" : "free";
  return (await changePlan(berth.ctx, { resourceId, planId })).id;
}

/** The container of the gateway or of the link dies as it does by itself: the engine was not asked. */
async function killContainer(which: "gateway" | "link"): Promise<void> {
  const { engine, instance } = berth.ctx;
  const name = { instance, resourceId };
  const container =
    which === "link" ? linkContainerName(instance) : await containerOf(engine, gatewayName(name));
  process.kill(await pidOf(container), "SIGKILL");
}

async function killAll(): Promise<void> {
  const containers = (["gateway", "link"] as const).map(killContainer);
  await Promise.all([berth.killWorker(), web.kill(), berth.killPostgres(), ...containers]);
  web.start();
  await berth.postgres.start();
  berth.startWorker();
}

/** It ended, one node serves with everything, and nothing else runs. */
async function expectWhole(operationId: string): Promise<void> {
  const ended = await operationEnded(berth.ctx, { app: APP, operationId });
  expect(ended).toMatchObject({ status: "succeeded", error: null });
  await allWrote();
  expect(await Promise.all(clients.map((client) => client.report()))).toMatchObject([UNHARMED, UNHARMED]);
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

describe("worker, web, PostgreSQL, gateway and link are killed with -9 at once, while clients write and read", () => {
  const inShort = ["start-node", "wait-for-sync", "cut-over", "record-hand-off", "stop-predecessor"];
  const steps = casesOf(OPERATION_STEPS["change-plan"], (step) => inShort.includes(step));

  test.each(steps)(
    "at %s",
    async (step) => {
      const operationId = await change();
      await stepBegun(berth.ctx, { app: APP, operationId }, step);
      await killAll();
      await expectWhole(operationId);
      await web.healthy();
    },
    240_000,
  );
});

describe("killed with -9 within the hand-over", () => {
  const killWorker = async () => {
    await berth.killWorker();
    berth.startWorker();
  };

  test.each([
    ["the worker", 5, killWorker],
    ["the worker", 15, killWorker],
    ["the worker", 40, killWorker],
    ["the gateway", 5, () => killContainer("gateway")],
    ["the link", 5, () => killContainer("link")],
  ])(
    "%s, %i ms after it began",
    async (_what, afterMs, kill) => {
      const operationId = await change();
      await stepBegun(berth.ctx, { app: APP, operationId }, "cut-over");
      await delay(afterMs);
      await kill();
      await expectWhole(operationId);
    },
    240_000,
  );
});

test("a worker that is lost for good within the hand-over: that of another Berth ends it", async () => {
  const stopSecond = berth.startSecond();
  try {
    await expect.poll(countLiveWorkers).toBe(2);
    const operationId = await change();
    await stepBegun(berth.ctx, { app: APP, operationId }, "wait-for-sync");
    await berth.killWorker();
    await expectWhole(operationId);
  } finally {
    berth.startWorker();
    await expect.poll(countLiveWorkers).toBe(2);
    await stopSecond();
  }
}, 240_000);

describe("a door that is deaf", () => {
  /** Whatever is sent to the door is lost, as in a network that fails. */
  async function setDeaf(isDeaf: boolean): Promise<void> {
    const name = { instance: berth.ctx.instance, resourceId };
    const pid = await pidOf(await containerOf(berth.ctx.engine, gatewayName(name)));
    const rule = ["INPUT", "--protocol", "tcp", "--dport", String(GATEWAY_DOOR_PORT), "--jump", "DROP"];
    const words = ["--target", String(pid), "--net", "iptables", isDeaf ? "--insert" : "--delete", ...rule];
    await run("nsenter", words);
  }

  test.each([["wait-for-sync"], ["cut-over"]])(
    "from %s on costs no write: the gateway finds the new node by itself, and is replaced by one that listens",
    async (step) => {
      const operationId = await change();
      const hung = await hungOnes();
      await stepBegun(berth.ctx, { app: APP, operationId }, step);
      await setDeaf(true);
      await expectWhole(operationId);
      expect(await hungOnes()).toEqual(hung);
    },
    240_000,
  );
});
