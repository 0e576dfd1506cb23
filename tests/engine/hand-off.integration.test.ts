import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeName } from "../../lib/core/databases/names";
import { MIB } from "../../lib/core/units";
import { removeAddon } from "../../lib/services/addons/remove-addon";
import { changePlan } from "../../lib/services/databases/change-plan";
import { getDatabase } from "../../lib/services/databases/get-database";
import { getHealth } from "../../lib/services/databases/get-health";
import { listChanges } from "../../lib/services/databases/list-changes";
import { undoChange } from "../../lib/services/databases/undo-change";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { dataOf } from "./data";
import { startTraffic } from "./traffic";

type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

/** BERTH_TEST_DATA_MIB asks for more, as `npm run bench -- hand-off` has it; most of the time goes into filling and comparing. */
const DATA_MIB = Number(process.env.BERTH_TEST_DATA_MIB ?? 120);
let berth: ControlPlane;
beforeAll(async () => {
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

async function makeDatabase(app: string, planId: string, version: string) {
  const asked = await askForDatabase(berth.ctx, app, planId, version);
  expect(await operationEnded(berth.ctx, asked)).toMatchObject({ status: "succeeded" });
  return asked;
}

async function expectServing(resourceId: string, planId: string, version: string): Promise<void> {
  expect(await getDatabase(berth.ctx, { resourceId })).toMatchObject({ version, plan: { id: planId } });
  expect(await getHealth(berth.ctx, { resourceId })).toMatchObject({ state: "healthy", version });
}

/** What a writer and a reader through the gateway must find after anything that Berth does. */
const UNHARMED = { lost: 0, stale: 0, failures: 0, firstFailure: null };

describe.each<[string, string, [string, string | undefined][]]>([
  [
    "from-7",
    "7.0.15",
    [
      ["2g", undefined],
      ["1g", undefined],
      ["1g", "8.0.2"],
    ],
  ],
  ["from-6", "6.0.16", [["2g", "8.0.2"]]],
])(`a database of ${DATA_MIB} MiB, %s`, (app, version, changes) => {
  test("loses nothing by changes of plan and version, while a client writes and reads", async () => {
    const { resourceId } = await makeDatabase(app, "1g", version);
    const data = await dataOf(berth.ctx, resourceId);
    await data.fill(DATA_MIB * MIB);
    await data.ask(["ACL SETUSER reader on >reader-password ~traffic:* +get +subscribe"]);
    await data.ask(["CONFIG SET timeout 200"]);
    const before = await data.digest();
    const traffic = await startTraffic(berth.ctx, { app, resourceId });
    await traffic.wrote(100);
    for (const [planId, toVersion] of changes) {
      const { id } = await changePlan(berth.ctx, { resourceId, planId, version: toVersion });
      const ended = await operationEnded(berth.ctx, { app, operationId: id });
      expect(ended).toMatchObject({ status: "succeeded", error: null });
      expect(ended.steps.find(({ name }) => name === "cut-over")?.detail).toEqual({
        pauseMs: expect.any(Number),
      });
      await traffic.wrote(100);
      expect(await traffic.report()).toMatchObject(UNHARMED);
      await expectServing(resourceId, planId, toVersion ?? version);
      expect(await data.digest()).toBe(before);
      expect(await data.ask(["ACL GETUSER reader", "CONFIG GET timeout"])).toMatch(/traffic:\*[\s\S]*200/);
    }
    expect(await traffic.stop()).toMatchObject(UNHARMED);
    await removeAddon(berth.ctx, { app, addon: resourceId, confirm: resourceId });
  }, 600_000);
});

test("undo brings back old data, version and plan, and itself can be undone", async () => {
  const app = "undo";
  const { resourceId } = await makeDatabase(app, "free", "7.0.15");
  const data = await dataOf(berth.ctx, resourceId);
  await data.fill(MIB);
  const before = await data.digest();
  const change = await changePlan(berth.ctx, { resourceId, planId: "256m", version: "8.0.2" });
  await operationEnded(berth.ctx, { app, operationId: change.id });
  expect((await listChanges(berth.ctx, { resourceId })).undo).toMatchObject({
    planId: "free",
    version: "7.0.15",
    lostBytes: 0,
  });
  await data.ask(["SET later word", "SET text later"]);
  const { undo } = await listChanges(berth.ctx, { resourceId });
  expect(undo?.lostBytes).toBeGreaterThan(0);

  const back = await undoChange(berth.ctx, { resourceId, acceptsLoss: true });
  expect(await operationEnded(berth.ctx, { app, operationId: back.id })).toMatchObject({
    status: "succeeded",
  });
  await expectServing(resourceId, "free", "7.0.15");
  expect(await data.digest()).toBe(before);
  expect(await data.ask(["EXISTS later"])).toBe("0\n");

  const forth = await undoChange(berth.ctx, { resourceId, acceptsLoss: true });
  expect(await operationEnded(berth.ctx, { app, operationId: forth.id })).toMatchObject({
    status: "succeeded",
  });
  await expectServing(resourceId, "256m", "8.0.2");
  expect(await data.ask(["GET text"])).toBe("later\n");
  const resources = (await berth.ctx.engine.listResources())
    .filter(({ name, type }) => name.includes(`-${resourceId}`) && type === "service")
    .map(({ name }) => name)
    .sort();
  const name = { instance: berth.ctx.instance, resourceId };
  expect(resources).toEqual([`${berth.ctx.instance}-${resourceId}`, nodeName(name, 2)]);
}, 360_000);
