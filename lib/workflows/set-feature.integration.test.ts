import { beforeEach, describe, expect, test } from "vitest";
import { KEYS, makeDatabase as makeChanging } from "../../tests/change-world";
import { durableRunner, plainDeps } from "../../tests/durable";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes } from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { type FeatureName, stateOf } from "../core/features/features";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { setFeature as askToSet } from "../services/features/set-feature";
import { endLost } from "./lost";
import { setFeature } from "./set-feature";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

async function makeDatabase() {
  const made = await makeChanging();
  const { resourceId } = made;
  const { id: databaseId } = await prisma().database.findFirstOrThrow({
    where: { addon: { resourceId } },
    select: { id: true },
  });
  const begin = async (
    name: FeatureName,
    isOn: boolean,
    more: { policy?: string; acceptsLoss?: boolean } = {},
  ) => {
    const { policy, acceptsLoss = false } = more;
    const options = policy === undefined ? undefined : { policy };
    return (await askToSet(made.ctx, { resourceId, name, isOn, options, acceptsLoss })).id;
  };
  const set = async (...[name, isOn, more]: Parameters<typeof begin>) => {
    const id = await begin(name, isOn, more);
    await durableRunner(made.world).run(setFeature, id);
    return id;
  };
  const featureNow = async (name: FeatureName) => stateOf((await loadDatabase(databaseId)).features, name);
  // What the gateway leads to is the node.
  const gateway = made.node(1).replace(/-node-1$/, "");
  const events = async () =>
    (await prisma().event.findMany({ where: { databaseId }, orderBy: { createdAt: "asc" } })).map(
      ({ type }) => type,
    );
  return { ...made, databaseId, gateway, begin, set, featureNow, events };
}

type Made = Awaited<ReturnType<typeof makeDatabase>>;

/** All that counts of a switch, for people and for the node. */
async function seen({ redis, node, featureNow }: Made, name: FeatureName, operationId: string) {
  const { status, errorReason } = await loadOperation(operationId);
  const { isOn, status: state, reason } = await featureNow(name);
  const { now, kept } = redis.configOf(node(1));
  const { appendonly, "maxmemory-policy": policy, save } = kept;
  expect(now).toEqual(kept);
  return { status, errorReason, isOn, state, reason, appendonly, policy, save };
}

const AT_FIRST = { appendonly: "no", policy: "noeviction", save: "900 1 300 10 60 10000" };
const ACTIVATED = { status: "succeeded", errorReason: null, state: "ACTIVATED", reason: null, ...AT_FIRST };

test.each([
  ["redis-rdb", false, { save: "" }],
  ["redis-aof", true, { appendonly: "yes" }],
  ["redis-cache", true, { policy: "allkeys-lru" }],
] as const)("%s is switched to %s, and back", async (name, isOn, config) => {
  const made = await makeDatabase();
  const there = await made.set(name, isOn, { acceptsLoss: true });
  expect(await seen(made, name, there)).toEqual({ ...ACTIVATED, isOn, ...config });
  const back = await made.set(name, !isOn);
  expect(await seen(made, name, back)).toEqual({ ...ACTIVATED, isOn: !isOn });
  const types = ["database/add_feature", "database/remove_feature"];
  expect((await made.events()).slice(-2)).toEqual(isOn ? types : types.toReversed());
});

test.each([
  [
    "started after a save, and kept for the next start once it is whole",
    true,
    ["save", "setConfig", "info", "info", "setConfig"],
  ],
  ["stopped between two saves", false, ["save", "setConfig", "save"]],
])("the append-only file is %s", async (_words, isOn, order) => {
  const made = await makeDatabase();
  if (!isOn) await made.set("redis-aof", true);
  const id = await made.begin("redis-aof", isOn);
  const before = made.redis.calls().length;
  await durableRunner(made.world).run(setFeature, id, {
    failAt: "check-feature",
    crash: { index: 1, when: "after-recording" },
  });
  expect(
    made.redis
      .calls()
      .slice(before)
      .map(({ method }) => method),
  ).toEqual(order);
});

describe("what fails is taken back", () => {
  test.each(["apply-feature", "check-feature", "record-feature"])("at %s", async (failAt) => {
    const made = await makeDatabase();
    const id = await made.begin("redis-cache", true);
    expect(await made.featureNow("redis-cache")).toMatchObject({ isOn: true, status: "PENDING" });
    await durableRunner(made.world).run(setFeature, id, { failAt });
    expect(await seen(made, "redis-cache", id)).toEqual({
      ...AT_FIRST,
      status: "failed",
      errorReason: "made_to_fail",
      isOn: false,
      state: "FAILED",
      reason: "This step was made to fail.",
    });
    expect((await made.events()).at(-1)).toBe("feature_failed");
    expect(await seen(made, "redis-cache", await made.set("redis-cache", true))).toMatchObject({
      state: "ACTIVATED",
    });
  });

  test("a file that cannot be written is not called activated", async () => {
    const made = await makeDatabase();
    const id = await made.begin("redis-aof", true);
    made.redis.setInfo(made.node(1), { isAofOk: false });
    await durableRunner(made.world).run(setFeature, id);
    expect(await seen(made, "redis-aof", id)).toMatchObject({
      errorReason: "aof_not_written",
      isOn: false,
      appendonly: "no",
    });
  });

  test("a Redis that does not take a setting keeps what it had", async () => {
    const made = await makeDatabase();
    const id = await made.begin("redis-cache", true, { policy: "allkeys-lfu" });
    made.redis.failNext("setConfig", new DomainError("conflict", "redis_refused", "It refused with ERR."));
    await durableRunner(made.world).run(setFeature, id);
    expect(await seen(made, "redis-cache", id)).toMatchObject({
      state: "FAILED",
      reason: "It refused with ERR.",
    });
  });

  test("one whose story is lost", async () => {
    const made = await makeDatabase();
    const id = await made.begin("redis-aof", true);
    const lost = await prisma().operation.findUniqueOrThrow({ where: { id } });
    await endLost(plainDeps(made.world), {
      id,
      kind: "set-feature",
      appId: lost.appId,
      databaseId: lost.databaseId,
      workflowStatus: null,
    });
    expect(await seen(made, "redis-aof", id)).toMatchObject({
      errorReason: "workflow_lost",
      state: "FAILED",
      isOn: false,
    });
  });
});

describe.each([true, false])("a worker that dies while redis-aof is switched to %s", (isOn) => {
  test.each(crashes(["begin", "apply-feature", "check-feature", "record-feature", "succeed"]))(
    "at $name, $crash.when: the next one ends it the same way",
    async ({ crash }) => {
      const made = await makeDatabase();
      if (!isOn) await made.set("redis-aof", true);
      const id = await made.begin("redis-aof", isOn);
      await crashAndResume(made, setFeature, id, crash);
      expect(await seen(made, "redis-aof", id)).toEqual({
        ...ACTIVATED,
        isOn,
        appendonly: isOn ? "yes" : "no",
      });
      expect(made.redis.infoOf(made.node(1)).keys).toBe(KEYS);
    },
  );
});
