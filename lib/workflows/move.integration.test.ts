import { afterEach, expect, test } from "vitest";
import { HAND_OFF_STEPS, makeDatabase, outcome, startsAs } from "@/tests/change-world";
import { durableRunner } from "@/tests/durable";
import { INSTANCE } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { upsertHost } from "../db/hosts";
import { moveDatabase } from "../services/databases/move-database";
import { undoChange as askToUndo } from "../services/databases/undo-change";
import { move } from "./move";
import { sweep } from "./sweep";
import { undoChange } from "./undo-change";

withDatabase();
afterEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

async function makeMovable() {
  const made = await makeDatabase();
  made.engine.addHost({ id: "host-2", name: "second" });
  startsAs(made, 2, { gib: 0.25 });
  const ask = async () => (await moveDatabase(made.ctx, { resourceId: made.resourceId, host: "second" })).id;
  const { databaseId } = await prisma().node.findFirstOrThrow({ select: { databaseId: true } });
  const hosts = async () =>
    (await loadDatabase(databaseId)).nodes.map(({ hostId, status }) => `${hostId} ${status}`);
  const placeOf = async (service: string) =>
    (await made.engine.listTasks(service)).find(({ state }) => state === "running")?.hostId;
  return { made, ask, hosts, placeOf };
}

test("a database that was moved serves from its new host with all its keys, its gateway beside it, and its old data is kept", async () => {
  const { made, ask, hosts, placeOf } = await makeMovable();
  const id = await ask();
  await durableRunner(made.world).run(move, id);
  expect(await outcome(made, id)).toMatchObject({ status: "succeeded", open: [made.node(2)], keys: [3] });
  expect(await hosts()).toEqual(["host-1 removed", "host-2 active"]);
  expect(await placeOf(made.node(2))).toBe("host-2");
  expect(await placeOf(`${INSTANCE}-${made.resourceId}`)).toBe("host-2");
  const volumes = (await made.engine.listResources()).filter(({ type }) => type === "volume");
  expect(volumes.map(({ name, hostId }) => `${name} ${hostId}`).sort()).toEqual([
    `${made.node(1)} host-1`,
    `${made.node(2)} host-2`,
  ]);
});

test("the way back leads to the former host, and its data", async () => {
  const { made, ask, hosts, placeOf } = await makeMovable();
  await durableRunner(made.world).run(move, await ask());
  startsAs(made, 1, { gib: 0.25 });
  const { id } = await askToUndo(made.ctx, { resourceId: made.resourceId, acceptsLoss: true });
  await durableRunner(made.world).run(undoChange, id);
  expect(await outcome(made, id)).toMatchObject({ status: "succeeded", open: [made.node(1)] });
  expect(await hosts()).toEqual(["host-1 active", "host-2 removed"]);
  expect(await placeOf(`${INSTANCE}-${made.resourceId}`)).toBe("host-1");
});

test("a move that fails leaves the database where it was, and nothing on the other host", async () => {
  const { made, ask, hosts } = await makeMovable();
  const id = await ask();
  made.engine.failTasks(made.node(2), "no such image");
  await durableRunner(made.world).run(move, id, { failAt: "wait-for-node" });
  expect(await outcome(made, id)).toMatchObject({ status: "failed", open: [made.node(1)], keys: [3] });
  expect(await hosts()).toEqual(["host-1 active", "host-2 removed"]);
  const far = (await made.engine.listResources()).filter(({ hostId }) => hostId === "host-2");
  expect(far).toEqual([]);
});

test("where the host of the new node is gone while it is copied, the move ends at once and says so", async () => {
  const { made, ask, hosts } = await makeMovable();
  const id = await ask();
  const runner = durableRunner(made.world);
  const index = HAND_OFF_STEPS.indexOf("start-replication");
  await runner.run(move, id, { crash: { index, when: "after-recording" } });
  const host = made.engineWorld.hosts.find((one) => one.id === "host-2");
  if (host) Object.assign(host, { state: "down", isReady: false, isReachable: false });
  made.engine.stopTasks(made.node(2));
  await runner.run(move, id);
  expect(await outcome(made, id)).toMatchObject({ status: "failed", error: "host_gone" });
  expect(await hosts()).toEqual(["host-1 active", "host-2 removed"]);
});

test("a kept volume waits for its host while that is away, and is forgotten once the host has left", async () => {
  const { made, ask } = await makeMovable();
  await durableRunner(made.world).run(move, await ask());
  await prisma().node.updateMany({ where: { number: 1 }, data: { volumeKeptUntil: new Date(0) } });
  const first = made.engineWorld.hosts.find(({ id }) => id === "host-1");
  if (first) first.isReachable = false;
  const failures: unknown[] = [];
  const sweepWith = async (state: "down" | "left") => {
    await upsertHost({ id: "host-1", name: "first", state }, new Date());
    await sweep(made.world, new Date(), (_subject, work) =>
      work().catch((error) => void failures.push(error)),
    );
    return (await prisma().node.findFirstOrThrow({ where: { number: 1 } })).volumeRemovedAt;
  };
  expect(await sweepWith("down")).toBeNull();
  expect(await sweepWith("left")).not.toBeNull();
  expect(failures).toEqual([]);
  await prisma().host.deleteMany();
});
