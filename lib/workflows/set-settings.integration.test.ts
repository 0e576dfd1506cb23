import { beforeEach, describe, expect, test } from "vitest";
import { makeDatabase } from "../../tests/change-world";
import { durableRunner } from "../../tests/durable";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes } from "../../tests/workflow-world";
import type { SetSettingsInput } from "../contract/settings";
import { DomainError } from "../core/errors";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { changePlan as askToChange } from "../services/databases/change-plan";
import { undoChange as askToUndo } from "../services/databases/undo-change";
import { setFeature as askToSetFeature } from "../services/features/set-feature";
import { getSettings } from "../services/settings/get-settings";
import { setSettings as askToSet } from "../services/settings/set-settings";
import { changePlan } from "./change-plan";
import { setFeature } from "./set-feature";
import { setSettings } from "./set-settings";
import { undoChange } from "./undo-change";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

type Made = Awaited<ReturnType<typeof makeDatabase>>;

const begin = async ({ ctx, resourceId }: Made, settings: SetSettingsInput["settings"]) =>
  (await askToSet(ctx, { resourceId, settings })).id;

/** What people see, what the node has now and would start with, and how many connections the gateway lets in. */
async function seen({ ctx, resourceId, redis, node, gateways }: Made, id: string) {
  const { status, errorReason } = await loadOperation(id);
  const { now, kept } = redis.configOf(node(1));
  expect(now).toEqual(kept);
  const gateway = node(1).replace(/-node-1$/, "");
  return {
    status,
    errorReason,
    ...(await getSettings(ctx, { resourceId })),
    timeout: kept.timeout,
    maxclients: kept.maxclients,
    events: kept["notify-keyspace-events"],
    letIn: gateways.told(gateway).at(-1),
  };
}

const WANTED = { idleTimeoutSeconds: 0, keyspaceEvents: "KEA", clientsMax: 20 };
const SET = {
  ...WANTED,
  planClientsMax: 200,
  timeout: "0",
  maxclients: "52",
  events: "KEA",
  letIn: "clients 20",
};

test("settings are on the node, for its later starts too, and in the gateway", async () => {
  const made = await makeDatabase();
  const id = await begin(made, WANTED);
  await durableRunner(made.world).run(setSettings, id);
  expect(await seen(made, id)).toEqual({ status: "succeeded", errorReason: null, ...SET });
});

test("what is not given stays, and null is the plan's", async () => {
  const made = await makeDatabase();
  for (const settings of [WANTED, { clientsMax: null }, { idleTimeoutSeconds: 60 }])
    await durableRunner(made.world).run(setSettings, await begin(made, settings));
  expect(await getSettings(made.ctx, { resourceId: made.resourceId })).toEqual({
    idleTimeoutSeconds: 60,
    keyspaceEvents: "KEA",
    clientsMax: null,
    planClientsMax: 200,
  });
  expect(made.redis.configOf(made.node(1)).kept.maxclients).toBe("232");
});

test.each(["apply-settings", "check-settings"])("a failure at %s takes all of it back", async (failAt) => {
  const made = await makeDatabase();
  const id = await begin(made, WANTED);
  await durableRunner(made.world).run(setSettings, id, { failAt });
  expect(await seen(made, id)).toMatchObject({
    status: "failed",
    errorReason: "made_to_fail",
    idleTimeoutSeconds: 150,
    keyspaceEvents: "",
    clientsMax: null,
    timeout: "150",
    events: "",
    maxclients: "232",
    letIn: "clients 200",
  });
});

test("what Redis does not take is told in its words", async () => {
  const made = await makeDatabase();
  const id = await begin(made, { keyspaceEvents: "Kg" });
  made.redis.failNext("setConfig", new DomainError("conflict", "redis_refused", "It refused with ERR."));
  await durableRunner(made.world).run(setSettings, id);
  expect((await loadOperation(id)).errorMessage).toBe("It refused with ERR.");
  const { type } = await prisma().event.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  expect(type).toBe("settings_failed");
});

describe("a worker that dies", () => {
  test.each(crashes(["begin", "apply-settings", "check-settings", "succeed"]))(
    "at $name, $crash.when: the next one ends it the same way",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await begin(made, WANTED);
      await crashAndResume(made, setSettings, id, crash);
      expect(await seen(made, id)).toEqual({ status: "succeeded", errorReason: null, ...SET });
    },
  );
});

test("what was set goes along to another plan, and back with an undo: also what was set since", async () => {
  const made = await makeDatabase();
  const { resourceId, ctx, redis, node, engineWorld } = made;
  const run = async (story: Parameters<ReturnType<typeof durableRunner>["run"]>[0], id: string) => {
    await durableRunner(made.world).run(story, id);
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded", errorMessage: null });
  };
  await run(setSettings, await begin(made, { clientsMax: 200, keyspaceEvents: "Kg" }));
  for (const name of [node(2), node(2).replace(/-node-2$/, "")])
    redis.setInfo(name, { maxMemoryBytes: 1024 ** 3 });
  await run(changePlan, (await askToChange(ctx, { resourceId, planId: "1g" })).id);
  const conf = [...engineWorld.secrets].find(([name]) => name.endsWith("-n2-conf"))?.[1].content ?? "";
  expect(conf).toContain('notify-keyspace-events "Kg"');
  expect(conf).toContain('maxclients "232"');

  await run(setSettings, await begin(made, { keyspaceEvents: "Ex", clientsMax: 900 }));
  const aof = { resourceId, name: "redis-aof", isOn: true, acceptsLoss: false } as const;
  await run(setFeature, (await askToSetFeature(ctx, aof)).id);
  const size = { maxMemoryBytes: 256 * 1024 ** 2 };
  for (const name of [node(1), node(1).replace(/-node-1$/, "")]) redis.setInfo(name, size);
  await run(undoChange, (await askToUndo(ctx, { resourceId, acceptsLoss: true })).id);
  expect(redis.configOf(node(1)).kept).toMatchObject({
    "notify-keyspace-events": "Ex",
    appendonly: "yes",
    // No more than its plan has.
    maxclients: "232",
  });
});
