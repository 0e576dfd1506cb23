import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import {
  changed,
  HAND_OFF_STEPS,
  KEYS,
  type Made,
  makeDatabase,
  outcome,
  STOP_FIRST_STEPS,
  startsAs,
  untouched,
} from "../../tests/change-world";
import { durableRunner, plainDeps } from "../../tests/durable";
import { withDatabase } from "../../tests/postgres";
import { crashes } from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import type { OperationKind } from "../core/operations/state";
import { GIB } from "../core/units";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { changePlan } from "../services/databases/change-plan";
import { handOff } from "./hand-off";
import { endLost } from "./lost";
import { stopFirst } from "./stop-first";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

describe("what would lose data in silence", () => {
  test("a new node that writes its append-only file anew does not take over before it is whole", async () => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1 });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    made.redis.setInfo(made.node(2), { isRewritingAof: true });
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "aof_not_written",
    });
  });

  test("a new node that cannot read what the old one writes is never made to follow it", async () => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1, version: "7.0.15" });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    await durableRunner(made.world).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "format_unreadable",
    });
  });
});

/** Refuses in PostgreSQL that a node becomes the active one, so many times. */
async function refuseActive(times: number): Promise<void> {
  await prisma().$executeRaw`CREATE SEQUENCE refusals`;
  await prisma().$executeRawUnsafe(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF nextval('refusals') <= ${times} THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
       RETURN NEW;
     END $$`,
  );
  await prisma()
    .$executeRaw`CREATE TRIGGER refuse BEFORE UPDATE ON "nodes" FOR EACH ROW WHEN (NEW."status" = 'active' AND OLD."status" = 'starting') EXECUTE FUNCTION refuse()`;
  onTestFinished(async () => {
    await prisma().$executeRaw`DROP FUNCTION refuse() CASCADE`;
    await prisma().$executeRaw`DROP SEQUENCE refusals`;
  });
}

describe("a hand-over that the records refuse", () => {
  const ask = async () => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1 });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    return {
      made,
      id,
      run: () => durableRunner(made.world, { tries: 9, isForgiving: true }).run(handOff, id),
    };
  };

  test("once is recorded by the next try", async () => {
    const { made, run, id } = await ask();
    await refuseActive(1);
    await run();
    expect(await outcome(made, id)).toEqual(changed(made));
  });

  test("for long takes nothing away: the node that serves is recorded once it can be", async () => {
    const { made, run, id } = await ask();
    await refuseActive(9);
    await expect(run()).rejects.toMatchObject({ reason: "take_over_open" });
    expect(await outcome(made, id)).toMatchObject({ status: "running", open: [made.node(2)], keys: [KEYS] });
    const { appId, databaseId } = await loadOperation(id);
    const operation = { id, kind: "change-plan", appId, databaseId, workflowStatus: "ERROR" } as const;
    await endLost(plainDeps(made.world), operation);
    expect(await outcome(made, id)).toMatchObject({ planId: "1g", open: [made.node(2)], keys: [KEYS] });
  });
});

describe("a change whose story was lost", () => {
  const asked = {
    handOff: async () => {
      const made = await makeDatabase();
      startsAs(made, 2, { gib: 1 });
      const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
      return { made, id, kind: "change-plan", story: handOff, takesOverAt: "cut-over" } as const;
    },
    stopFirst: async () => {
      const made = await makeDatabase();
      startsAs(made, 2, { gib: 1 });
      made.redis.setInfo(made.node(2), { keys: KEYS });
      const [host] = made.engineWorld.hosts;
      if (host) host.memoryBytes = 2 * GIB;
      const { resourceId } = made;
      const { id } = await changePlan(made.ctx, { resourceId, planId: "1g", way: "stop-first" });
      return { made, id, kind: "change-stop-first", story: stopFirst, takesOverAt: "open-node" } as const;
    },
  };
  const lost = (made: Made, id: string, kind: OperationKind) =>
    loadOperation(id).then(({ appId, databaseId }) =>
      endLost(plainDeps(made.world), { id, kind, appId, databaseId, workflowStatus: "ERROR" }),
    );
  const points = [
    ...crashes(HAND_OFF_STEPS.slice(0, -1)).map((point) => ({ ...point, way: "handOff" as const })),
    ...crashes(STOP_FIRST_STEPS.slice(0, -1)).map((point) => ({ ...point, way: "stopFirst" as const })),
  ];

  test.each(points)(
    "$way, cut off $crash.when of $name: one node serves with all keys, and the next change may begin",
    async ({ way, name, crash }) => {
      const { made, id, kind, story, takesOverAt } = await asked[way]();
      await durableRunner(made.world).run(story, id, { crash });
      await lost(made, id, kind);
      const steps = way === "handOff" ? HAND_OFF_STEPS : STOP_FIRST_STEPS;
      const isOver = steps.indexOf(name) >= steps.indexOf(takesOverAt);
      expect(await outcome(made, id)).toMatchObject({
        status: "failed",
        error: "workflow_lost",
        planId: isOver ? "1g" : "256m",
        open: [made.node(isOver ? 2 : 1)],
        keys: [KEYS],
      });
      const { resourceId } = made;
      const next = { resourceId, planId: isOver ? "256m" : "512m" };
      await changePlan(made.ctx, way === "handOff" ? next : { ...next, way: "stop-first" });
    },
  );

  test("while the new node does not tell whether it serves, nothing is ended and nothing taken away", async () => {
    const { made, id, kind, story } = await asked.handOff();
    const crash = { index: HAND_OFF_STEPS.indexOf("cut-over"), when: "before-recording" } as const;
    await durableRunner(made.world).run(story, id, { crash });
    const away = new DomainError("unavailable", "redis_unreachable", "It does not answer.");
    made.replication.failNext("state", away);
    await expect(lost(made, id, kind)).rejects.toThrow(away);
    expect(await outcome(made, id)).toMatchObject({ status: "running", open: [made.node(2)], keys: [KEYS] });
    await lost(made, id, kind);
    expect(await outcome(made, id)).toMatchObject({ status: "failed", open: [made.node(2)], planId: "1g" });
  });
});

describe("a fault of ours in the moment of the hand-over", () => {
  const ask = async (when: "before" | "after") => {
    const made = await makeDatabase();
    startsAs(made, 2, { gib: 1 });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    made.replication.failNext("cutOver", new TypeError("a fault of ours"), when);
    return { made, id };
  };

  test("before it took effect ends the step at once, and the old node serves on", async () => {
    const { made, id } = await ask("before");
    await durableRunner(made.world, { tries: 9, isForgiving: true }).run(handOff, id);
    expect(await outcome(made, id)).toMatchObject({
      ...untouched(made),
      status: "failed",
      error: "unexpected",
    });
  });

  test("after it took effect never takes the new node away", async () => {
    const { made, id } = await ask("after");
    await durableRunner(made.world, { tries: 9, isForgiving: true }).run(handOff, id);
    expect(await outcome(made, id)).toEqual(changed(made));
  });
});
