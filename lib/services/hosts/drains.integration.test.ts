import { afterEach, expect, test } from "vitest";
import { type Made, makeDatabase, outcome, startsAs } from "@/tests/change-world";
import { durableRunner } from "@/tests/durable";
import { makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { letThrough } from "@/tests/workflow-world";
import { ListAuditInput } from "../../contract/audit";
import type { DrainView } from "../../contract/hosts";
import { prisma } from "../../db/client";
import { move } from "../../workflows/move";
import { listAudit } from "../audit/list-audit";
import { activateHost } from "./activate-host";
import { drainHost } from "./drain-host";
import { listHosts } from "./list-hosts";
import { runDrains } from "./run-drains";

withDatabase();
afterEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "host_drains", "events" CASCADE`);

const HOST = { host: "host-1" };

/** A running database on the first of two hosts, and an administrator who is not its owner. */
async function makeHosts() {
  const made = await makeDatabase();
  made.engine.addHost({ id: "host-2" });
  startsAs(made, 2, { gib: 0.25 });
  const person = await makeUser({ isAdmin: true });
  const admin = makeContext(person, { engine: made.engine, redis: made.ctx.redis });
  return {
    made,
    person,
    admin,
    drain: (atOnce = 1) => drainHost(admin, { ...HOST, atOnce }),
    /** What a worker does every few seconds. */
    round: (laterMs = 0) => runDrains(admin, new Date(Date.now() + laterMs), letThrough),
    /** Whether the engine of the other host can be asked. */
    reach: (isReachable: boolean) => {
      const other = made.engineWorld.hosts.find(({ id }) => id === "host-2");
      if (!other) throw new Error("there is no other host");
      other.isReachable = isReachable;
    },
    seen: async (): Promise<DrainView | null> =>
      (await listHosts(admin)).find(({ id }) => id === "host-1")?.drain ?? null,
    state: () => made.engineWorld.hosts.find(({ id }) => id === "host-1")?.state,
    told: async () =>
      (await listAudit(admin, ListAuditInput.parse({}))).entries
        .filter(({ on }) => on === "host-1")
        .map(({ who, what }) => `${who === person.email ? "she" : who} ${what}`),
  };
}

async function runMove(made: Made, drain: DrainView | null, options?: object): Promise<string> {
  const id = drain?.moves.at(-1)?.operationId ?? "";
  await durableRunner(made.world).run(move, id, options);
  return id;
}

test("its databases are moved, nothing new is placed there meanwhile, and then Swarm takes away the rest", async () => {
  const { made, drain, round, seen, state, told } = await makeHosts();
  const [own] = made.engineWorld.hosts;
  if (own) own.isOwn = false;
  await drain();
  expect(state()).toBe("paused");
  await round();
  const begun = await seen();
  expect(begun).toMatchObject({
    status: "running",
    moves: [{ resourceId: made.resourceId, status: "queued" }],
  });
  await round();
  expect(await seen()).toEqual(begun);
  const id = await runMove(made, begun);
  expect(await outcome(made, id)).toMatchObject({ status: "succeeded", open: [made.node(2)] });
  await round();
  expect(await seen()).toMatchObject({ status: "done", endedAt: expect.any(String), reason: null });
  expect(state()).toBe("drained");
  expect(await told()).toEqual([
    "Berth moved all databases of the host host-1 to others: 1.",
    "she began to move all databases of the host host-1 to others.",
  ]);
});

test("our own host stays up, for Berth is there", async () => {
  const { made, drain, round, seen, state } = await makeHosts();
  await drain();
  await round();
  await runMove(made, await seen());
  await round();
  expect(await seen()).toMatchObject({ status: "done" });
  expect(state()).toBe("paused");
});

test("a move that fails ends it with the reason; what waits is not begun, and drained again it goes on", async () => {
  const { made, admin, drain, round, seen, state, told } = await makeHosts();
  await made.addRunning();
  await drain();
  await round();
  made.engine.failTasks(made.node(2), "no such image");
  await runMove(made, await seen(), { failAt: "wait-for-node" });
  await round();
  await round();
  const failed = await seen();
  expect(failed).toMatchObject({ status: "failed", reason: expect.stringContaining(made.resourceId) });
  expect(failed?.moves).toHaveLength(1);
  expect(state()).toBe("paused");
  expect((await told())[0]).toContain("could not move all databases of the host host-1: ");
  await drain();
  await round();
  expect(await seen()).toMatchObject({ status: "running", moves: [{ status: "queued" }] });
  await activateHost(admin, HOST);
  expect(state()).toBe("ready");
});

test("while no other host can be asked it waits, for a minute at most", async () => {
  const { drain, round, reach, seen } = await makeHosts();
  await drain();
  reach(false);
  await round();
  await round(59_000);
  expect(await seen()).toMatchObject({ status: "running", moves: [] });
  reach(true);
  await round(60_000);
  expect(await seen()).toMatchObject({ status: "running", moves: [{ status: "queued" }] });
});

test("what no host can take within a minute ends it, with the reason", async () => {
  const { made, drain, round, reach, seen } = await makeHosts();
  await drain();
  reach(false);
  await round();
  await round(61_000);
  expect(await seen()).toMatchObject({
    status: "failed",
    reason: expect.stringContaining(`${made.resourceId} could not be moved: `),
    moves: [],
  });
});

test.each([1, 2])("%i at a time are moved, also by two workers at once", async (atOnce) => {
  const { made, drain, round, seen } = await makeHosts();
  await made.addRunning();
  await made.addRunning();
  await drain(atOnce);
  await Promise.all([round(), round(), round()]);
  await round();
  expect((await seen())?.moves).toHaveLength(atOnce);
});

test("stopped, it begins nothing more, the host takes databases again, and a move under way goes on", async () => {
  const { made, admin, drain, round, seen, state } = await makeHosts();
  await made.addRunning();
  await drain();
  await round();
  await activateHost(admin, HOST);
  await activateHost(admin, HOST);
  expect(state()).toBe("ready");
  const id = await runMove(made, await seen());
  expect((await outcome(made, id)).status).toBe("succeeded");
  await round();
  expect(await seen()).toMatchObject({ status: "stopped", moves: [{ status: "succeeded" }] });
});

test("it waits for what others do with a database", async () => {
  const { made, drain, round, seen } = await makeHosts();
  const { operationId } = await made.add();
  await prisma().node.updateMany({ where: { hostId: null }, data: { hostId: "host-1" } });
  await drain(8);
  await round();
  expect((await seen())?.moves.map(({ resourceId }) => resourceId)).toEqual([made.resourceId]);
  await runMove(made, await seen());
  await round();
  expect(await seen()).toMatchObject({ status: "running" });
  expect(operationId).toBeTruthy();
});

test("without room, or without whoever asked for it, it ends with the reason", async () => {
  const { made, person, drain, round, seen } = await makeHosts();
  const second = made.engineWorld.hosts.find(({ id }) => id === "host-2");
  if (second) second.memoryBytes = 1;
  await drain();
  await round();
  expect(await seen()).toMatchObject({ status: "failed", reason: expect.stringContaining("memory") });
  await drain();
  await prisma().user.update({ where: { id: person.id }, data: { isAdmin: false } });
  await round();
  expect(await seen()).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("no administrator any more"),
  });
});

test("it is refused where it cannot be, and to everybody but administrators", async () => {
  const { made, admin, drain } = await makeHosts();
  const of = (host: string) => drainHost(admin, { host, atOnce: 1 });
  await expect(of("no-such")).rejects.toMatchObject({ code: "not_found" });
  await expect(activateHost(admin, { host: "no-such" })).rejects.toMatchObject({ code: "not_found" });
  for (const refused of [
    drainHost(made.ctx, { ...HOST, atOnce: 1 }),
    activateHost(made.ctx, HOST),
    listHosts(made.ctx),
  ])
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
  await drain();
  await expect(drain()).rejects.toMatchObject({ code: "conflict", reason: "drain_running" });
  await expect(of("host-2")).rejects.toMatchObject({ code: "conflict", reason: "no_host_ready" });
  const second = made.engineWorld.hosts.find(({ id }) => id === "host-2");
  if (second) second.state = "down";
  await expect(of("host-2")).rejects.toMatchObject({ code: "conflict", reason: "host_away" });
});
