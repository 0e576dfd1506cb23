import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { makeGroup, nodeOf } from "../../tests/group-world";
import { withDatabase } from "../../tests/postgres";
import { REPLACE_NODE_STEPS } from "../../tests/steps";
import { crashAndResume, crashes, letThrough } from "../../tests/workflow-world";
import { HOUR_MS, MINUTE_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { findSentinels } from "../db/sentinels";
import { createBackup } from "../services/backups/create-backup";
import { getHealth } from "../services/databases/get-health";
import { replaceNode } from "./replace-node";
import { sweep } from "./sweep";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "sentinels", "hosts" CASCADE`);

const STEPS = REPLACE_NODE_STEPS;
const BEFORE = STEPS.slice(1, STEPS.indexOf("apply-gateway"));
const AS_IT_WAS = ["1 active host-1", "2 standby host-2", "3 standby host-3"];
const WHOLE = ["1 active host-1", "2 standby host-2", "3 removed host-3", "4 standby host-4"];

type Made = Awaited<ReturnType<typeof makeGroup>>;

const replacements = () =>
  prisma().operation.findMany({ where: { kind: "replace-node" }, orderBy: { createdAt: "asc" } });
const begun = async (): Promise<string> => (await replacements())[0]?.id ?? "";
const eventsOf = async ({ databaseId }: Made) =>
  (
    await prisma().event.findMany({
      where: { databaseId, type: { in: ["node_replaced", "node_replace_failed", "failover"] } },
      orderBy: { createdAt: "asc" },
    })
  ).map(({ type, data }) => ({ type, data }));
const troubleOf = async ({ ctx, resourceId }: Made) => {
  const health = await getHealth(ctx, { resourceId });
  return health.state === "healthy" ? (health.group?.trouble ?? null) : health.state;
};

async function expectReplaced(made: Made, operationId: string) {
  const { engineWorld, resourceId, group, nodes, databaseId } = made;
  expect(await loadOperation(operationId)).toMatchObject({ status: "succeeded", errorMessage: null });
  expect(await nodes()).toEqual(WHOLE);
  const { services, secrets } = engineWorld;
  expect(services.get(nodeOf(resourceId, 4))?.spec).toMatchObject({
    hostId: "host-4",
    startValues: { BERTH_FIRST_START: "no", BERTH_GROUP: group },
  });
  expect([...services.keys(), ...secrets.keys()].filter((name) => /-node-3$|-n3-/.test(name))).toEqual([]);
  const { gatewayRevision } = await loadDatabase(databaseId);
  const gateway = services.get(`${INSTANCE}-${resourceId}`)?.spec;
  expect(gateway?.revision).toBe(gatewayRevision);
  const config = gateway?.secrets.find(({ fileName }) => fileName.endsWith(".cfg"))?.secretName ?? "";
  const led = secrets.get(config)?.content.match(/-node-\d/g) ?? [];
  expect([...new Set(led)]).toEqual(["-node-1", "-node-2", "-node-4"]);
  expect(await troubleOf(made)).toBeNull();
  expect(await eventsOf(made)).toEqual([
    {
      type: "node_replaced",
      data: {
        resourceId,
        oldNode: nodeOf(resourceId, 3),
        node: nodeOf(resourceId, 4),
        oldHost: "host-3",
        host: "host-4",
      },
    },
  ]);
}

describe("a node whose host is lost for good", () => {
  test("is made anew on another host, joins the group, and only then the lost one goes", async () => {
    const made = await makeGroup();
    await made.lose();
    const id = await begun();
    const runner = durableRunner(made.world);
    await runner.run(replaceNode, id);
    expect(runner.names).toEqual(STEPS);
    await expectReplaced(made, id);
    await made.round();
    expect(await replacements()).toHaveLength(1);
  });

  test.each(crashes(STEPS))("a crash $crash.when of $name ends as if there was none", async ({ crash }) => {
    const made = await makeGroup();
    await made.lose();
    const id = await begun();
    expect(await crashAndResume(made, replaceNode, id, crash)).toEqual(STEPS);
    await expectReplaced(made, id);
  });

  test.each(BEFORE)(
    "a failure at %s leaves the group as it was, and is tried again after an hour",
    async (failAt) => {
      const made = await makeGroup();
      await made.lose();
      await durableRunner(made.world).run(replaceNode, await begun(), { failAt });
      const nodes = (await made.nodes()).filter((node) => !node.startsWith("4 removed"));
      expect(nodes).toEqual(AS_IT_WAS);
      expect(made.engineWorld.services.has(nodeOf(made.resourceId, 4))).toBe(false);
      expect(await eventsOf(made)).toMatchObject([{ type: "node_replace_failed" }]);
      await made.round(new Date(Date.now() + HOUR_MS - MINUTE_MS));
      expect(await replacements()).toHaveLength(1);
      await made.round(new Date(Date.now() + HOUR_MS + MINUTE_MS));
      expect(await replacements()).toHaveLength(2);
    },
  );

  test("that became the master while its operation failed stays, and is noted", async () => {
    const made = await makeGroup();
    const { world, groups, group, resourceId } = made;
    await made.lose();
    groups.promote(group, nodeOf(resourceId, 4));
    await durableRunner(world).run(replaceNode, await begun(), { failAt: "prove-disk" });
    expect(await loadOperation(await begun())).toMatchObject({ status: "failed" });
    await made.round();
    expect(await made.nodes()).toEqual([
      "1 standby host-1",
      "2 standby host-2",
      "3 removed host-3",
      "4 active host-4",
    ]);
  });

  test("is waited for until its time is over; the page says until when", async () => {
    const made = await makeGroup();
    made.engine.addHost({ id: "host-4" });
    const at = new Date();
    await made.cut("host-3", at);
    await made.round(new Date(at.getTime() + 9 * MINUTE_MS));
    expect(await replacements()).toEqual([]);
    const until = new Date(at.getTime() + 10 * MINUTE_MS).toISOString();
    expect(await troubleOf(made)).toContain(
      `host-3 is gone: unless it is back by ${until}, a node is made in its place on another host.`,
    );
    await made.round(new Date(at.getTime() + 10 * MINUTE_MS));
    expect(await replacements()).toHaveLength(1);
  });

  test("is made anew at once when its host left the Swarm", async () => {
    const made = await makeGroup();
    const { engineWorld } = made;
    made.engine.addHost({ id: "host-4" });
    await made.cut("host-3");
    engineWorld.hosts = engineWorld.hosts.filter(({ id }) => id !== "host-3");
    await made.round();
    expect(await replacements()).toHaveLength(1);
  });

  test("stays where no other host has room, and the page says so; it is made once there is one", async () => {
    const made = await makeGroup();
    await made.cut("host-3", new Date(Date.now() - HOUR_MS));
    await made.round();
    expect(await replacements()).toEqual([]);
    expect(await troubleOf(made)).toMatch(/host-3 is gone, and no other host has room .* bring it back\.$/);
    made.engine.addHost({ id: "host-4" });
    await made.round();
    expect(await replacements()).toHaveLength(1);
  });

  test("is made anew after a failover when it was the master, and never while another operation runs", async () => {
    const made = await makeGroup();
    const { groups, group, resourceId } = made;
    made.engine.addHost({ id: "host-4" });
    await made.cut("host-1", new Date(Date.now() - HOUR_MS));
    await made.round();
    expect(await replacements()).toEqual([]);
    groups.promote(group, nodeOf(resourceId, 2));
    await createBackup(made.ctx, { resourceId });
    await made.round();
    expect(await replacements()).toEqual([]);
    await prisma().operation.updateMany({
      where: { finishedAt: null },
      data: { finishedAt: new Date(), status: "succeeded" },
    });
    await made.round();
    expect(await replacements()).toHaveLength(1);
    await durableRunner(made.world).run(replaceNode, await begun());
    expect(await made.nodes()).toEqual([
      "1 removed host-1",
      "2 active host-2",
      "3 standby host-3",
      "4 standby host-4",
    ]);
  });
});

describe("a Sentinel whose host is lost for good", () => {
  const sentinel = (number: number) => `${INSTANCE}-sentinel-${number}`;

  test("goes to another host, is told what to watch, and leaves nothing", async () => {
    const made = await makeGroup();
    const { world, engineWorld, groups, group, resourceId } = made;
    await made.lose();
    const lost = (await findSentinels())?.hostIds.indexOf("host-3") ?? -1;
    await durableRunner(world).run(replaceNode, await begun());
    await sweep(world, new Date(), letThrough);
    expect((await findSentinels())?.hostIds[lost]).toBe("host-4");
    expect(engineWorld.services.get(sentinel(lost + 1))?.spec.hostId).toBe("host-4");
    expect(Object.values(groups.known())).toEqual([1, 2, 3].map(() => ({ [group]: nodeOf(resourceId, 1) })));
    const removals = () => made.engine.calls().filter((call) => call === "removeVolume").length;
    const before = removals();
    await sweep(world, new Date(), letThrough);
    expect(removals()).toBe(before);
    // What its former host still had when it came back.
    const left = engineWorld.volumes.get(sentinel(lost + 1));
    if (left) left.hostId = "host-3";
    engineWorld.services.get(sentinel(lost + 1))?.tasks.splice(0);
    await sweep(world, new Date(), letThrough);
    expect(removals()).toBe(before + 1);
  });

  test("is forgotten by the others one after another, and only while the group is whole", async () => {
    const made = await makeGroup();
    const { world, engine, groups, resourceId } = made;
    const outdated = { replicas: [nodeOf(resourceId, 2), nodeOf(resourceId, 3)], others: 3 };
    for (const number of [1, 2]) groups.remember(sentinel(number), outdated);
    const left = async () => {
      const known = [1, 2, 3].map((number) =>
        groups.knows({ serviceName: sentinel(number), user: "berth", password: "" }, made.group),
      );
      return (await Promise.all(known)).filter((knowledge) => knowledge?.others === 3).length;
    };
    engine.stopTasks(nodeOf(resourceId, 3));
    await sweep(world, new Date(), letThrough);
    expect(await left()).toBe(2);
    engine.startTasks(nodeOf(resourceId, 3));
    await sweep(world, new Date(), letThrough);
    expect(await left()).toBe(1);
    await sweep(world, new Date(), letThrough);
    expect(await left()).toBe(0);
  });
});
