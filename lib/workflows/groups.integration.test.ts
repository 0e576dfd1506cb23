import { beforeEach, describe, expect, test, vi } from "vitest";
import { durableRunner, type Workflow } from "../../tests/durable";
import { INSTANCE, makeUser } from "../../tests/factories";
import { HOSTS, makeGroup, makeHosts, nodeOf } from "../../tests/group-world";
import { withDatabase } from "../../tests/postgres";
import {
  appResources,
  crashAndResume,
  crashes,
  databaseResources,
  letThrough,
  makeWorld,
  resourcesOf,
  seen,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { withHighlyAvailable } from "../core/availability/offer";
import { passwordOf } from "../core/databases/users";
import { stateOf } from "../core/features/features";
import { DEFAULT_PLANS } from "../core/plans/catalog";
import { DAY_MS, GIB, MINUTE_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { listPlans } from "../services/addons/list-plans";
import { removeAddon } from "../services/addons/remove-addon";
import { personActor } from "../services/context";
import { addDatabaseUser } from "../services/database-users/add-database-user";
import { rotatePassword } from "../services/database-users/rotate-password";
import { changePlan } from "../services/databases/change-plan";
import { getHealth } from "../services/databases/get-health";
import { setFeature } from "../services/features/set-feature";
import { drainHost } from "../services/hosts/drain-host";
import { runDrains } from "../services/hosts/run-drains";
import { setSettings } from "../services/settings/set-settings";
import { handOff } from "./hand-off";
import { keepGroups } from "./keep-groups";
import { keepUsers } from "./keep-users";
import { sha256 } from "./parts/database";
import { provision } from "./provision";
import { remove } from "./remove";
import { replaceNode } from "./replace-node";
import { rotatePassword as rotateStory } from "./rotate-password";
import { setFeature as setFeatureStory } from "./set-feature";
import { setSettings as setSettingsStory } from "./set-settings";
import { sweep } from "./sweep";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "sentinels", "host_drains", "hosts" CASCADE`);

const NUMBERS = [1, 2, 3];
const STEPS = [
  "begin",
  "choose-host",
  "create-network",
  "store-secrets",
  "start-node",
  "start-gateway",
  "wait-for-node",
  "wait-for-gateway",
  "set-variables",
  "restart-app",
  "succeed",
];

const sentinelResources = [
  `secret ${INSTANCE}-sentinels-asking`,
  ...NUMBERS.flatMap((number) => [
    `secret ${INSTANCE}-sentinel-${number}-conf`,
    `service ${INSTANCE}-sentinel-${number}`,
    `volume ${INSTANCE}-sentinel-${number}`,
  ]),
];

const groupResources = (resourceId: string) => [
  ...databaseResources(resourceId),
  ...[2, 3].flatMap((number) => [
    `secret ${INSTANCE}-${resourceId}-n${number}-acl`,
    `secret ${INSTANCE}-${resourceId}-n${number}-conf`,
    `service ${nodeOf(resourceId, number)}`,
    `volume ${nodeOf(resourceId, number)}`,
  ]),
  ...sentinelResources,
];

describe("a highly available database", () => {
  const expectMade = async (world: WorkflowWorld, operationId: string, resourceId: string) => {
    expect(await seen(world, operationId)).toEqual({
      status: "succeeded",
      error: null,
      resources: [...appResources(world.name), ...groupResources(resourceId)].sort(),
      variables: ["REDIS_URL", "SCALINGO_REDIS_URL"],
      events: ["new_addon", "new_app"],
      addons: ["running"],
    });
    const watched = { [`${resourceId}.1`]: nodeOf(resourceId, 1) };
    expect(world.groups.known()).toEqual(
      Object.fromEntries(NUMBERS.map((number) => [`${INSTANCE}-sentinel-${number}`, watched])),
    );
    for (const number of NUMBERS)
      expect(world.engineWorld.services.get(nodeOf(resourceId, number))?.spec.startValues).toEqual({
        BERTH_FIRST_START: "no",
        BERTH_GROUP: `${resourceId}.1`,
      });
  };

  test("is three nodes on three hosts, watched by three Sentinels on three hosts, behind a gateway that no host is the end of", async () => {
    const world = await makeHosts();
    const { addon, operationId } = await world.add("1g-ha");
    const runner = durableRunner(world.world);
    await runner.run(provision, operationId);
    expect(runner.names).toEqual(STEPS);
    await expectMade(world, operationId, addon.resourceId);
    const { services } = world.engineWorld;
    const hostsOf = (names: string[]) => names.map((name) => services.get(name)?.spec.hostId).sort();
    expect(hostsOf(NUMBERS.map((number) => nodeOf(addon.resourceId, number)))).toEqual(["host-1", ...HOSTS]);
    expect(hostsOf(NUMBERS.map((number) => `${INSTANCE}-sentinel-${number}`))).toEqual(["host-1", ...HOSTS]);
    const gateway = services.get(`${INSTANCE}-${addon.resourceId}`)?.spec;
    expect(gateway).toMatchObject({ hostId: null, tasks: { count: 3, perHostMax: 2 } });
  });

  test.each(crashes(STEPS))("a crash $crash.when of $name ends as if there was none", async ({ crash }) => {
    const world = await makeHosts();
    const { addon, operationId } = await world.add("1g-ha");
    expect(await crashAndResume(world, provision, operationId, crash)).toEqual(STEPS);
    await expectMade(world, operationId, addon.resourceId);
  });

  test.each(STEPS.slice(1, -2))("a failure at %s leaves nothing behind", async (failAt) => {
    const world = await makeHosts();
    const { operationId } = await world.add("1g-ha");
    await durableRunner(world.world).run(provision, operationId, { failAt });
    expect(await seen(world, operationId)).toMatchObject({ status: "failed", addons: ["failed"] });
    await sweep(world.world, new Date(Date.now() + 2 * DAY_MS), letThrough);
    expect(await resourcesOf(world.engine)).toEqual(appResources(world.name).sort());
  });

  test("is offered only where three hosts are ready", async () => {
    const world = await makeWorld({ plans: withHighlyAvailable(DEFAULT_PLANS) });
    expect((await listPlans(world.ctx)).map(({ id }) => id)).toEqual(DEFAULT_PLANS.map(({ id }) => id));
    await expect(world.add("1g-ha")).rejects.toMatchObject({ reason: "unknown_plan" });
    for (const id of HOSTS) world.engine.addHost({ id });
    expect((await listPlans(world.ctx)).map(({ id }) => id)).toContain("1g-ha");
  });

  test("a failover is noted and told of once, and what asks for the data asks the new master at once", async () => {
    const { world, groups, ctx, group, resourceId, databaseId, nodes } = await makeGroup();
    expect((await nodes()).map((node) => node.split(" ")[1])).toEqual(["active", "standby", "standby"]);
    groups.promote(group, nodeOf(resourceId, 3));
    const health = await getHealth(ctx, { resourceId });
    expect(health).toMatchObject({
      state: "healthy",
      group: { nodes: [{ state: "replica" }, { state: "replica" }, { state: "master" }] },
    });
    await keepGroups(world, new Date(), letThrough);
    await Promise.all([keepGroups(world, new Date(), letThrough), keepGroups(world, new Date(), letThrough)]);
    expect((await nodes()).map((node) => node.split(" ")[1])).toEqual(["standby", "standby", "active"]);
    const events = await prisma().event.findMany({ where: { databaseId, type: "failover" } });
    expect(events.map(({ data }) => data)).toEqual([
      { resourceId, oldNode: nodeOf(resourceId, 1), node: nodeOf(resourceId, 3) },
    ]);
  });

  test("what no two Sentinels agree on changes nothing", async () => {
    const { world, engine, groups, group, resourceId, nodes } = await makeGroup();
    const before = await nodes();
    groups.promote(group, nodeOf(resourceId, 2));
    for (const number of [1, 2]) engine.stopTasks(`${INSTANCE}-sentinel-${number}`);
    await keepGroups(world, new Date(), letThrough);
    expect(await nodes()).toEqual(before);
  });

  test("settings, features, users and passwords are the same on each node, whichever becomes the master", async () => {
    const { world, ctx, redis, users, resourceId, databaseId } = await makeGroup();
    const run = async (workflow: Workflow, id: string) => {
      await durableRunner(world).run(workflow, id);
      expect(await loadOperation(id)).toMatchObject({ status: "succeeded", errorMessage: null });
    };
    const set = await setSettings(ctx, { resourceId, settings: { idleTimeoutSeconds: 300 } });
    await run(setSettingsStory, set.id);
    const feature = { resourceId, name: "redis-cache", isOn: true, acceptsLoss: true } as const;
    await run(setFeatureStory, (await setFeature(ctx, feature)).id);
    await addDatabaseUser(ctx, { resourceId, name: "ada", role: "read-only" });
    await run(rotateStory, (await rotatePassword(ctx, { resourceId })).id);
    const { users: rows } = await loadDatabase(databaseId);
    const hash = sha256(passwordOf(ctx, { id: databaseId, users: rows }, "default"));
    for (const number of NUMBERS) {
      const node = nodeOf(resourceId, number);
      expect(redis.configOf(node).kept).toMatchObject({ timeout: "300", "maxmemory-policy": "allkeys-lru" });
      expect(Object.keys(users.usersOf(node))).toContain("ada");
      expect(users.usersOf(node).default?.join(" ")).toContain(hash);
    }
  });

  test("the append-only file is on once that of each node is whole; what one node cannot write none keeps", async () => {
    const { world, ctx, redis, resourceId, databaseId } = await makeGroup();
    const kept = () => NUMBERS.map((number) => redis.configOf(nodeOf(resourceId, number)).kept.appendonly);
    const begin = async () =>
      (await setFeature(ctx, { resourceId, name: "redis-aof", isOn: true, acceptsLoss: false })).id;
    redis.setInfo(nodeOf(resourceId, 3), { isAofOk: false });
    const failing = await begin();
    await durableRunner(world).run(setFeatureStory, failing);
    expect(await loadOperation(failing)).toMatchObject({ status: "failed", errorReason: "aof_not_written" });
    expect(kept()).toEqual(["no", "no", "no"]);
    redis.setInfo(nodeOf(resourceId, 3), { isAofOk: true });
    await durableRunner(world).run(setFeatureStory, await begin());
    expect(kept()).toEqual(["yes", "yes", "yes"]);
    expect(stateOf((await loadDatabase(databaseId)).features, "redis-aof")).toMatchObject({
      isOn: true,
      status: "ACTIVATED",
    });
  });

  test.each([true, false])(
    "a node that was lost while the append-only file was switched to %s, and is back, has it as the others do",
    async (isOn) => {
      const { world, ctx, engine, redis, resourceId } = await makeGroup();
      const begin = async (to: boolean) =>
        (await setFeature(ctx, { resourceId, name: "redis-aof", isOn: to, acceptsLoss: false })).id;
      const kept = (number: number) => redis.configOf(nodeOf(resourceId, number)).kept.appendonly;
      if (!isOn) await durableRunner(world).run(setFeatureStory, await begin(true));
      const id = await begin(isOn);
      // The other way from what is taken back: it was done there, and nobody could be told otherwise.
      const away = nodeOf(resourceId, 1);
      const runner = durableRunner(world);
      await runner.run(setFeatureStory, id, { crash: { index: 2, when: "before-recording" } });
      engine.stopTasks(away);
      await runner.run(setFeatureStory, id);
      const former = isOn ? "no" : "yes";
      expect(await loadOperation(id)).toMatchObject({ status: "failed" });
      expect([1, 2, 3].map(kept)).toEqual([isOn ? "yes" : "no", former, former]);
      engine.startTasks(away);
      await sweep(world, new Date(), letThrough);
      expect([1, 2, 3].map(kept)).toEqual([former, former, former]);
    },
  );

  test("of two that call themselves the master, and none that is named, the one that is followed is watched", async () => {
    const { world, groups, resourceId } = await makeGroup();
    const named = () => Object.values(groups.known()).flatMap((watched) => Object.values(watched));
    const known = Object.keys(groups.known());
    for (const serviceName of known)
      for (const group of await groups.watched({ serviceName, user: "", password: "" }))
        await groups.forget({ serviceName, user: "", password: "" }, group);
    expect(named()).toEqual([]);
    const [stray, master] = [nodeOf(resourceId, 1), nodeOf(resourceId, 2)];
    const says = vi.spyOn(groups, "says").mockImplementation(async ({ serviceName }) => {
      if (serviceName === stray) return { role: "master", replicasInStep: 0, offset: 9 };
      if (serviceName === master) return { role: "master", replicasInStep: 1, offset: 12 };
      return { role: "replica", follows: master, isLinkUp: true, offset: 12 };
    });
    await sweep(world, new Date(), letThrough);
    says.mockRestore();
    expect(named()).toEqual(known.map(() => master));
  });

  test("from outside each host leads in, also one that joins; of one node its host alone", async () => {
    const { world, ctx: reader, engineWorld, redis, resourceId } = await makeGroup();
    const ctx = { ...reader, publicHost: "db.example.org" };
    const gate = () => engineWorld.services.get(`${INSTANCE}-${resourceId}-public`);
    for (const name of ["force-ssl", "publicly-available"] as const) {
      const { id } = await setFeature(ctx, { resourceId, name, isOn: true, acceptsLoss: false });
      await durableRunner(world).run(setFeatureStory, id);
      expect(await loadOperation(id)).toMatchObject({ status: "succeeded", errorMessage: null });
    }
    expect(gate()?.spec).toMatchObject({ hostId: null, tasks: "every host" });
    expect(gate()?.tasks.map(({ hostId }) => hostId)).toEqual(["host-1", ...HOSTS]);
    for (const name of [nodeOf(resourceId, 4), `${INSTANCE}-${resourceId}`])
      redis.setInfo(name, { maxMemoryBytes: GIB });
    const { id } = await changePlan(ctx, { resourceId, planId: "1g" });
    await durableRunner(world).run(handOff, id);
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded", errorMessage: null });
    expect(gate()?.spec.hostId).toBe(engineWorld.services.get(nodeOf(resourceId, 4))?.spec.hostId);
    expect(gate()?.spec).not.toHaveProperty("tasks");
    expect(gate()?.tasks).toHaveLength(1);
  });

  test("has three gateways, of which no host has all, and each of them is told", async () => {
    const { world, ctx, engineWorld, gateways, resourceId } = await makeGroup();
    const tasks = engineWorld.services.get(`${INSTANCE}-${resourceId}`)?.tasks ?? [];
    expect(tasks.map(({ hostId }) => hostId)).toEqual(["host-1", ...HOSTS]);
    const { id } = await setSettings(ctx, { resourceId, settings: { clientsMax: 7 } });
    await durableRunner(world).run(setSettingsStory, id);
    expect(tasks.map(({ name }) => gateways.told(name))).toEqual(Array(3).fill(["clients 7"]));
  });

  test("a node made anew, and each of another size, begins with the append-only file", async () => {
    const made = await makeGroup();
    const { world, ctx, engineWorld, resourceId } = made;
    const on = { resourceId, name: "redis-aof", isOn: true, acceptsLoss: false } as const;
    await durableRunner(world).run(setFeatureStory, (await setFeature(ctx, on)).id);
    const begins = (number: number) =>
      engineWorld.secrets
        .get(`${INSTANCE}-${resourceId}-n${number}-conf`)
        ?.content.match(/^appendonly .*$/m)?.[0];
    await made.lose();
    const { id } = await prisma().operation.findFirstOrThrow({ where: { kind: "replace-node" } });
    await durableRunner(world).run(replaceNode, id);
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded" });
    const change = await changePlan(ctx, { resourceId, planId: "2g-ha" });
    await durableRunner(world).run(handOff, change.id, {
      failAt: "cut-over",
      crash: { index: 6, when: "after-recording" },
    });
    expect([4, 5, 6, 7].map(begins)).toEqual(Array(4).fill('appendonly "yes"'));
  });

  test("while a node does not answer nothing is set that it would not have; users reach it once it is back", async () => {
    const { world, ctx, engine, users, resourceId } = await makeGroup();
    const away = nodeOf(resourceId, 3);
    engine.stopTasks(away);
    await expect(
      setSettings(ctx, { resourceId, settings: { idleTimeoutSeconds: 300 } }),
    ).rejects.toMatchObject({
      reason: "nodes_missing",
      message: expect.stringContaining(away),
    });
    await addDatabaseUser(ctx, { resourceId, name: "ada", role: "read-only" });
    expect(Object.keys(users.usersOf(nodeOf(resourceId, 2)))).toContain("ada");
    expect(Object.keys(users.usersOf(away))).not.toContain("ada");
    engine.startTasks(away);
    await keepUsers(world, new Date(), letThrough);
    expect(Object.keys(users.usersOf(away))).toContain("ada");
  });

  test("its host is drained while the other nodes are in step, and not before; the nodes stay where they are", async () => {
    const { ctx, engine, engineWorld, resourceId, nodes } = await makeGroup();
    const person = await makeUser({ isAdmin: true });
    const admin = { ...ctx, actor: personActor({ ...person, userId: person.id }, null) };
    const before = await nodes();
    const stateOf = (id: string) => engineWorld.hosts.find((host) => host.id === id)?.state;
    const drains = async () =>
      (await prisma().hostDrain.findMany({ orderBy: { createdAt: "asc" } })).map(({ status }) => status);
    await drainHost(admin, { host: "host-2", atOnce: 1 });
    const away = engineWorld.services.get(nodeOf(resourceId, 3))?.spec.name ?? "";
    engine.stopTasks(away);
    await runDrains(admin, new Date(), letThrough);
    expect([await drains(), stateOf("host-2")]).toEqual([["running"], "paused"]);
    await runDrains(admin, new Date(Date.now() + MINUTE_MS), letThrough);
    expect([await drains(), stateOf("host-2")]).toEqual([["failed"], "paused"]);
    engine.startTasks(away);
    await drainHost(admin, { host: "host-2", atOnce: 1 });
    await runDrains(admin, new Date(), letThrough);
    expect([await drains(), stateOf("host-2")]).toEqual([["failed", "done"], "drained"]);
    expect(await nodes()).toEqual(before);
  });

  test("its Sentinels forget it when it is removed, and go with the last one; its data is kept for a day", async () => {
    const { world, ctx, groups, engine, name, resourceId, databaseId } = await makeGroup();
    const { id } = await removeAddon(ctx, { app: name, addon: resourceId, confirm: resourceId });
    await durableRunner(world).run(remove, id);
    expect(Object.values(groups.known())).toEqual(NUMBERS.map(() => ({})));
    await sweep(world, new Date(), letThrough);
    expect(await resourcesOf(engine)).toEqual(
      [...appResources(name), ...NUMBERS.map((number) => `volume ${nodeOf(resourceId, number)}`)].sort(),
    );
    await sweep(world, new Date(Date.now() + 2 * DAY_MS), letThrough);
    expect(await resourcesOf(engine)).toEqual(appResources(name).sort());
    expect((await loadDatabase(databaseId)).nodes.map(({ status }) => status)).toEqual(
      NUMBERS.map(() => "removed"),
    );
  });

  test("the sweep brings back what somebody took away, and has a Sentinel that lost its memory watch again", async () => {
    const { world, engine, groups, engineWorld, group, resourceId } = await makeGroup();
    const before = await resourcesOf(engine);
    groups.promote(group, nodeOf(resourceId, 2));
    await groups.forget({ serviceName: `${INSTANCE}-sentinel-1`, user: "berth", password: "" }, group);
    await groups.watch(
      { serviceName: `${INSTANCE}-sentinel-2`, user: "berth", password: "" },
      { group: "gone-1000.1", master: "gone", password: "" },
    );
    for (const service of [nodeOf(resourceId, 3), `${INSTANCE}-${resourceId}`, `${INSTANCE}-sentinel-3`])
      await engine.removeService(service, 1_000);
    await sweep(world, new Date(), letThrough);
    // The Sentinel that was away for this sweep is told by the next.
    await sweep(world, new Date(), letThrough);
    expect(await resourcesOf(engine)).toEqual(before);
    expect(Object.values(groups.known())).toEqual(NUMBERS.map(() => ({ [group]: nodeOf(resourceId, 2) })));
    expect(engineWorld.services.get(nodeOf(resourceId, 3))?.spec.startValues.BERTH_GROUP).toBe(group);
  });

  test("the sweep has Sentinels of an earlier Berth start as this one wants it, one after another", async () => {
    const { world, engine, engineWorld } = await makeGroup();
    const names = NUMBERS.map((number) => `${INSTANCE}-sentinel-${number}`);
    for (const name of names) {
      const spec = engineWorld.services.get(name)?.spec;
      if (!spec) throw new Error(`${name} is not there`);
      await engine.removeService(name, 1_000);
      await engine.applyService({ ...spec, revision: spec.revision - 1, command: ["former"] });
    }
    const former = () =>
      names.filter((name) => engineWorld.services.get(name)?.spec.command.join() === "former").length;
    for (const left of [2, 1, 0, 0]) {
      await sweep(world, new Date(), letThrough);
      expect(former()).toBe(left);
    }
  });
});
