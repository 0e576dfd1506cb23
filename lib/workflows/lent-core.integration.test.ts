import { beforeEach, describe, expect, test } from "vitest";
import {
  changed,
  HAND_OFF_STEPS,
  KEYS,
  type Made,
  makeDatabase,
  outcome,
  startsAs,
} from "../../tests/change-world";
import { durableRunner } from "../../tests/durable";
import { withDatabase } from "../../tests/postgres";
import { letThrough } from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { HOUR_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { changePlan } from "../services/databases/change-plan";
import type { WorkflowContext } from "./deps";
import { handOff } from "./hand-off";
import { stopFirst } from "./stop-first";
import { sweep } from "./sweep";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

describe("the core that a copy is lent", () => {
  const ask = async (made: Made) => {
    startsAs(made, 2, { gib: 1 });
    made.redis.setInfo(made.node(2), { keys: KEYS });
    return (await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" })).id;
  };
  /** What both nodes have, noted at each call that forks. */
  const watched = (made: Made) => {
    const seen: [string, number | null, number | null][] = [];
    const note = (what: string) =>
      void seen.push([what, made.engine.cpusOf(made.node(1)), made.engine.cpusOf(made.node(2))]);
    const { redis, replication } = made;
    const world: WorkflowContext = {
      ...made.world,
      replication: {
        ...replication,
        follow: (input) => {
          note("follow");
          return replication.follow(input);
        },
        cutOver: (input) => {
          note("cut-over");
          return replication.cutOver(input);
        },
      },
      redis: {
        ...redis,
        save: (target, timeoutMs) => {
          note(`save ${target.serviceName.slice(-1)}`);
          return redis.save(target, timeoutMs);
        },
      },
    };
    return { seen, world };
  };
  const loans = () => prisma().node.count({ where: { cpuLentUntil: { not: null }, status: "active" } });

  test("is there while a node forks, on both sides, and not while it hands over", async () => {
    const made = await makeDatabase();
    const { seen, world } = watched(made);
    await durableRunner(world).run(handOff, await ask(made));
    expect(seen).toEqual([
      ["follow", 1.25, 1.5],
      ["save 2", 0.25, 1.5],
      ["cut-over", 0.25, 0.5],
      ["save 1", 1.25, 0.5],
    ]);
    expect(await loans()).toBe(0);
  });

  test("is there for each save of a node that is stopped first", async () => {
    const made = await makeDatabase();
    const { seen, world } = watched(made);
    const id = await ask(made);
    await durableRunner(world).run(stopFirst, id);
    expect(seen).toEqual([
      ["save 1", 1.25, null],
      ["save 1", 1.25, null],
    ]);
    expect(await outcome(made, id)).toEqual(changed(made));
  });

  test("is never more than the host has", async () => {
    const made = await makeDatabase();
    const [host] = made.engineWorld.hosts;
    if (host) host.cpus = 1;
    const { seen, world } = watched(made);
    await durableRunner(world).run(handOff, await ask(made));
    expect(seen[0]).toEqual(["follow", 1, 1]);
  });

  test.each(["start-replication", "wait-for-sync", "prove-disk"])(
    "is taken back by the sweep when the engine was away at the roll-back of %s, and by nothing before",
    async (failAt) => {
      const made = await makeDatabase();
      const id = await ask(made);
      const runner = durableRunner(made.world);
      const index = HAND_OFF_STEPS.indexOf("start-replication");
      await runner.run(handOff, id, { crash: { index, when: "before-recording" } });
      await sweep(made.world, new Date(), letThrough);
      expect(made.engine.cpusOf(made.node(1))).toBe(1.25);
      const lost = new DomainError("unavailable", "engine_unreachable", "It does not answer.");
      const lendCpus: Made["engine"]["lendCpus"] = async (loan) => {
        if (loan.extraCpus === 0) throw lost;
        await made.engine.lendCpus(loan);
      };
      const world = { ...made.world, engine: { ...made.engine, lendCpus } };
      await durableRunner(world).run(handOff, id, { failAt });
      expect((await loadOperation(id)).status).toBe("failed");
      expect(made.engine.cpusOf(made.node(1))).toBe(1.25);
      made.engine.failNext("lendCpus", lost);
      await sweep(made.world, new Date(), letThrough);
      expect(await loans()).toBe(1);
      await sweep(made.world, new Date(), letThrough);
      expect(made.engine.cpusOf(made.node(1))).toBe(0.25);
      expect(await loans()).toBe(0);
    },
  );

  test("is taken back after two hours from an operation that nobody runs any more", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const index = HAND_OFF_STEPS.indexOf("start-replication");
    await durableRunner(made.world).run(handOff, id, { crash: { index, when: "after-recording" } });
    await sweep(made.world, new Date(Date.now() + 1.9 * HOUR_MS), letThrough);
    expect(made.engine.cpusOf(made.node(1))).toBe(1.25);
    await sweep(made.world, new Date(Date.now() + 2.1 * HOUR_MS), letThrough);
    expect([1, 2].map((number) => made.engine.cpusOf(made.node(number)))).toEqual([0.25, 0.5]);
  });

  test("a copy goes on without it where it cannot be had", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const lendCpus: Made["engine"]["lendCpus"] = async () => {
      throw new DomainError("unavailable", "host_unreachable", "The host cannot be asked.");
    };
    await durableRunner({ ...made.world, engine: { ...made.engine, lendCpus } }).run(handOff, id);
    expect(await outcome(made, id)).toEqual(changed(made));
  });
});
