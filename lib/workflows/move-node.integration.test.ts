import { beforeEach, describe, expect, test, vi } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { makeGroup, nodeOf } from "../../tests/group-world";
import { withDatabase } from "../../tests/postgres";
import { REPLACE_NODE_STEPS } from "../../tests/steps";
import { crashAndResume, crashes } from "../../tests/workflow-world";
import { HOUR_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { getHealth } from "../services/databases/get-health";
import { listMoveTargets } from "../services/databases/list-move-targets";
import { moveDatabase } from "../services/databases/move-database";
import { replaceNode } from "./replace-node";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "sentinels", "hosts" CASCADE`);

const STEPS = REPLACE_NODE_STEPS;
const AS_IT_WAS = ["1 active host-1", "2 standby host-2", "3 standby host-3"];
const WITHOUT_FIRST = ["1 removed host-1", "2 active host-2", "3 standby host-3", "4 standby host-4"];

/** A highly available database beside which there is a fourth host, and the move of one of its nodes there. */
async function makeMovable() {
  const made = await makeGroup();
  made.engine.addHost({ id: "host-4", name: "host-4" });
  const { ctx, resourceId, databaseId, groups } = made;
  const node = (number: number) => nodeOf(resourceId, number);
  return {
    ...made,
    node,
    move: async (number: number, host?: string) =>
      (await moveDatabase(ctx, { resourceId, node: node(number), host })).id,
    events: async () =>
      (await prisma().event.findMany({ where: { databaseId }, orderBy: { createdAt: "asc" } }))
        .map(({ type }) => type)
        .filter((type) => !["new_addon", "addon_ready"].includes(type)),
    /** What each Sentinel watches. */
    known: () => Object.values(groups.known()),
  };
}
type Made = Awaited<ReturnType<typeof makeMovable>>;

const watched = ({ resourceId, node }: Made, group: number, master: number) =>
  [1, 2, 3].map(() => ({ [`${resourceId}.${group}`]: node(master) }));

/** The first node, which was the master, is elsewhere. */
async function expectMoved(made: Made, operationId: string) {
  const { engineWorld, resourceId, databaseId, node, ctx } = made;
  expect(await loadOperation(operationId)).toMatchObject({ status: "succeeded", errorMessage: null });
  expect(await made.nodes()).toEqual(WITHOUT_FIRST);
  expect(made.known()).toEqual(watched(made, 4, 2));
  for (const number of [2, 3, 4])
    expect(engineWorld.services.get(node(number))?.spec.startValues).toMatchObject({
      BERTH_FIRST_START: "no",
      BERTH_GROUP: `${resourceId}.4`,
    });
  expect(engineWorld.services.has(node(1))).toBe(false);
  const { gatewayRevision } = await loadDatabase(databaseId);
  expect(engineWorld.services.get(`${INSTANCE}-${resourceId}`)?.spec.revision).toBe(gatewayRevision);
  expect(await getHealth(ctx, { resourceId })).toMatchObject({ state: "healthy", group: { trouble: null } });
  await made.round();
  expect(await made.events()).toEqual(["move_database"]);
}

describe("a node of a group that somebody moves", () => {
  test("is made anew there first; where it is a replica, nothing is handed over", async () => {
    const made = await makeMovable();
    const id = await made.move(3);
    const runner = durableRunner(made.world);
    await runner.run(replaceNode, id);
    expect(runner.names).toEqual(STEPS);
    expect(await loadOperation(id)).toMatchObject({ kind: "replace-node", status: "succeeded" });
    expect(await made.nodes()).toEqual([
      "1 active host-1",
      "2 standby host-2",
      "3 removed host-3",
      "4 standby host-4",
    ]);
    expect(made.known()).toEqual(watched(made, 1, 1));
    expect(await made.events()).toEqual(["move_database"]);
  });

  test("where it is the master another one becomes it before, which is told as no failover", async () => {
    const made = await makeMovable();
    const id = await made.move(1, "host-4");
    const settle = vi.spyOn(made.replication, "settle");
    await durableRunner(made.world).run(replaceNode, id);
    await expectMoved(made, id);
    // It is the master also where it starts again before anybody watches it, with all that it has.
    expect(settle.mock.calls.map(([{ serviceName }]) => serviceName)).toEqual([made.node(2)]);
    const saved = made.redis.calls().filter(({ method }) => method === "save");
    expect(saved.map(({ serviceName }) => serviceName)).toContain(made.node(2));
    // Clients are held before, and let go to the node that is the master then.
    expect(made.gateways.told(`${INSTANCE}-${made.resourceId}`)).toEqual([
      "leave",
      `lead to ${made.node(2)}`,
    ]);
    const again = await made.move(2, "host-1");
    await durableRunner(made.world).run(replaceNode, again);
    expect(await loadOperation(again)).toMatchObject({ status: "succeeded", errorMessage: null });
    expect((await made.nodes()).slice(1)).toEqual([
      "2 removed host-2",
      "3 active host-3",
      "4 standby host-4",
      "5 standby host-1",
    ]);
    expect(made.known()).toEqual(watched(made, 5, 3));
  });

  test.each(crashes(STEPS))("a crash $crash.when of $name ends as if there was none", async ({ crash }) => {
    const made = await makeMovable();
    const id = await made.move(1);
    expect(await crashAndResume(made, replaceNode, id, crash)).toEqual(STEPS);
    await expectMoved(made, id);
  });

  test.each(["forget", "handOver", "follow", "watch"] as const)(
    "a process that dies within the hand-over, after it said %s, is followed by one that goes on",
    async (method) => {
      const made = await makeMovable();
      const id = await made.move(1);
      const death = new Error("the process dies");
      const world = { ...made.world };
      const runner = durableRunner(world);
      world.groups = {
        ...made.groups,
        [method]: async (...words: never[]) => {
          // The adapter's own method, with the words that it was called with.
          await (made.groups[method] as (...all: never[]) => Promise<unknown>)(...words);
          throw death;
        },
      } as typeof made.groups;
      await expect(runner.run(replaceNode, id)).rejects.toThrow(death);
      expect((await made.nodes())[0]).not.toContain("removed");
      world.groups = made.groups;
      await runner.run(replaceNode, id);
      await expectMoved(made, id);
    },
  );

  test("a master that has no other in step stays, is watched, and nothing is left of the move", async () => {
    const made = await makeMovable();
    const { engine, engineWorld, node } = made;
    const id = await made.move(1);
    for (const number of [2, 3]) engine.stopTasks(node(number));
    await durableRunner(made.world).run(replaceNode, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "no_replica_in_step" });
    expect((await made.nodes()).slice(0, 3)).toEqual(AS_IT_WAS);
    expect(made.known()).toEqual(watched(made, 4, 1));
    expect(engineWorld.services.has(node(4))).toBe(false);
    expect(await made.events()).toEqual(["move_database", "change_failed"]);
  });

  test("while a Sentinel is away no master is handed over: it might make another one", async () => {
    const made = await makeMovable();
    const id = await made.move(1);
    made.engine.stopTasks(`${INSTANCE}-sentinel-3`);
    await durableRunner(made.world).run(replaceNode, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "redis_unreachable" });
    expect((await made.nodes()).slice(0, 3)).toEqual(AS_IT_WAS);
  });

  test("a move that failed keeps nobody from making a lost node anew", async () => {
    const made = await makeMovable();
    await durableRunner(made.world).run(replaceNode, await made.move(3), { failAt: "start-node" });
    await made.cut("host-3", new Date(Date.now() - HOUR_MS));
    await made.round();
    const kinds = await prisma().operation.findMany({ where: { kind: "replace-node" } });
    expect(kinds.map(({ status }) => status).sort()).toEqual(["failed", "queued"]);
  });

  test.each([
    ["the host of another node", 1, "host-2", { code: "invalid", reason: "host_taken" }],
    ["its own host", 1, "host-1", { code: "invalid", reason: "unchanged" }],
    ["no host of the Swarm", 1, "host-9", { code: "invalid", reason: "host_unknown" }],
    ["a host, but no node of it", 9, "host-4", { code: "invalid", reason: "node_unknown" }],
  ])("to %s it is refused", async (_, number, host, refusal) => {
    const made = await makeMovable();
    await expect(made.move(number, host)).rejects.toMatchObject(refusal);
    expect(await made.nodes()).toEqual(AS_IT_WAS);
  });

  test("which one has to be said, and a fourth host is needed", async () => {
    const made = await makeMovable();
    const { ctx, resourceId, engineWorld } = made;
    await expect(moveDatabase(ctx, { resourceId, host: undefined })).rejects.toMatchObject({
      reason: "node_unknown",
      message: expect.stringContaining(made.node(2)),
    });
    const targets = () => listMoveTargets(ctx, { resourceId });
    expect((await targets()).hosts.map(({ name }) => name)).toEqual(["host-4"]);
    expect((await targets()).nodes.map(({ hostName }) => hostName)).toEqual(["host-1", "host-2", "host-3"]);
    engineWorld.hosts = engineWorld.hosts.filter(({ id }) => id !== "host-4");
    expect((await targets()).hosts).toEqual([]);
    await expect(made.move(1)).rejects.toMatchObject({ code: "conflict", reason: "no_host_ready" });
  });
});
