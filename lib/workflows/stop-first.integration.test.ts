import { beforeEach, describe, expect, test } from "vitest";
import {
  changed,
  KEYS,
  type Made,
  makeDatabase,
  outcome,
  STOP_FIRST_STEPS,
  startsAs,
  untouched,
} from "../../tests/change-world";
import { durableRunner } from "../../tests/durable";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes, type WorkflowWorld } from "../../tests/workflow-world";
import { GIB } from "../core/units";
import { prisma } from "../db/client";
import { changePlan } from "../services/databases/change-plan";
import { stopFirst } from "./stop-first";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

describe("stop-first", () => {
  /** A host with room for one of 1g, not for two. */
  const ask = async (made: Made) => {
    startsAs(made, 2, { gib: 1 });
    made.redis.setInfo(made.node(2), { keys: KEYS });
    const [host] = made.engineWorld.hosts;
    if (host) host.memoryBytes = 2 * GIB;
    const { resourceId } = made;
    const { id } = await changePlan(made.ctx, { resourceId, planId: "1g", way: "stop-first" });
    return id;
  };

  test("the new node starts with a copy of the old one's data", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(stopFirst, id);
    expect(runner.names).toEqual(STOP_FIRST_STEPS);
    expect(await outcome(made, id)).toEqual(changed(made));
    expect(made.engine.calls()).toContain("copyVolume");
  });

  test.each(crashes(STOP_FIRST_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await ask(made);
      expect(await crashAndResume(made as WorkflowWorld, stopFirst, id, crash)).toEqual(STOP_FIRST_STEPS);
      expect(await outcome(made, id)).toEqual(changed(made));
    },
  );

  test.each(STOP_FIRST_STEPS.slice(1, 11))("a failure at %s starts the old node again", async (failAt) => {
    const made = await makeDatabase();
    const id = await ask(made);
    await durableRunner(made.world).run(stopFirst, id, { failAt });
    expect(await outcome(made, id)).toEqual({
      ...untouched(made),
      status: "failed",
      error: "made_to_fail",
      nodes: ["1 256m active", "2 1g removed"],
    });
  });

  test("keys that are missing in the copy keep the old node", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    made.redis.setInfo(made.node(2), { keys: KEYS - 1 });
    await durableRunner(made.world).run(stopFirst, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "keys_differ",
    });
  });

  test("it is never done without being asked for", async () => {
    const made = await makeDatabase();
    const [host] = made.engineWorld.hosts;
    if (host) host.memoryBytes = 2 * GIB;
    await expect(changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" })).rejects.toMatchObject({
      code: "conflict",
      reason: "no_room_for_two",
    });
  });
});
