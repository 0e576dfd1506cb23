import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeName } from "../../lib/core/databases/names";
import { OPERATION_STEPS } from "../../lib/core/operations/steps";
import { removeAddon } from "../../lib/services/addons/remove-addon";
import { getConnection } from "../../lib/services/databases/get-connection";
import { getHealth } from "../../lib/services/databases/get-health";
import { listVariables } from "../../lib/services/variables/list-variables";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";

type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

let berth: ControlPlane;
beforeAll(async () => {
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

const resourcesOf = async (resourceId: string) =>
  (await berth.ctx.engine.listResources())
    .filter(({ name }) => name.startsWith(`${berth.ctx.instance}-${resourceId}`))
    .map(({ type }) => type)
    .sort();

async function expectServing(app: string, resourceId: string): Promise<void> {
  expect(await getHealth(berth.ctx, { resourceId })).toMatchObject({ state: "healthy" });
  expect(await resourcesOf(resourceId)).toEqual([
    "secret",
    "secret",
    "secret",
    "secret",
    "service",
    "service",
    "volume",
  ]);
  const variables = await listVariables(berth.ctx, { app });
  expect(variables.map(({ name }) => name)).toEqual(["REDIS_URL", "SCALINGO_REDIS_URL"]);
  const [task, ...more] = await berth.ctx.engine.listTasks(
    nodeName({ instance: berth.ctx.instance, resourceId }, 1),
  );
  expect(task?.state).toBe("running");
  expect(more).toEqual([]);
}

describe("the worker is killed with -9 while a real database is made or removed", () => {
  test.each([["store-secrets"], ["wait-for-node"], ["set-variables"]])(
    "at %s of its provision",
    async (step) => {
      const asked = await askForDatabase(berth.ctx, `kill-${step}`);
      await stepBegun(berth.ctx, asked, step);
      await berth.killWorker();
      berth.startWorker();
      expect(await operationEnded(berth.ctx, asked)).toMatchObject({ status: "succeeded", error: null });
      await expectServing(asked.app, asked.resourceId);
    },
  );

  test.each([["save-data"], ["remove-node"], ["record-removal"]])("at %s of its removal", async (step) => {
    const { app, resourceId, operationId } = await askForDatabase(berth.ctx, `gone-${step}`);
    await operationEnded(berth.ctx, { app, operationId });
    const removal = await removeAddon(berth.ctx, { app, addon: resourceId, confirm: resourceId });
    await stepBegun(berth.ctx, { app, operationId: removal.id }, step);
    await berth.killWorker();
    berth.startWorker();
    const ended = await operationEnded(berth.ctx, { app, operationId: removal.id });
    expect(ended).toMatchObject({ status: "succeeded", error: null });
    // The plan is one without backups.
    const steps = OPERATION_STEPS.remove.filter((name) => name !== "back-up-last");
    expect(ended.steps.map(({ name }) => name)).toEqual(steps);
    expect(await resourcesOf(resourceId)).toEqual(["volume"]);
    expect(await listVariables(berth.ctx, { app })).toEqual([]);
  });
});

test("PostgreSQL is killed with -9 while a database is made: it ends well, and its URL works", async () => {
  const asked = await askForDatabase(berth.ctx, "kill-postgres");
  await stepBegun(berth.ctx, asked, "wait-for-node");
  await berth.killPostgres();
  await berth.postgres.start();
  expect(await operationEnded(berth.ctx, asked)).toMatchObject({ status: "succeeded", error: null });
  await expectServing(asked.app, asked.resourceId);
  const { url, password } = await getConnection(berth.ctx, { resourceId: asked.resourceId });
  expect(url).toBe(`redis://${asked.resourceId}:${password}@${asked.resourceId}:6379/0`);
});
