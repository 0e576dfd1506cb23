import { expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeHost, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryRedisAdmin } from "../../adapters/redis/memory";
import { nodeName } from "../../core/databases/names";
import { GIB } from "../../core/units";
import { prisma } from "../../db/client";
import { loadDatabase } from "../../db/databases";
import { loadOperation } from "../../db/operations";
import type { Host } from "../../ports/docker-engine";
import { addCollaborator } from "../collaborators/add-collaborator";
import { getDatabase } from "./get-database";
import { listMoveTargets } from "./list-move-targets";
import { moveDatabase } from "./move-database";

withDatabase();

const others = (changes: Partial<Host> = {}) => [
  makeHost({ id: "host-2", name: "machine-2", isOwn: false, memoryBytes: 900 * GIB, ...changes }),
  makeHost({ id: "host-3", name: "machine-3", isOwn: false, memoryBytes: 800 * GIB, ...changes }),
];

async function makeRunning(hosts = others()) {
  const { owner, ctx: plain, app } = await makeApp();
  const addon = await makeAddon(plain, app);
  const { id: databaseId } = await getDatabase(plain, addon);
  const { resourceId } = addon;
  await prisma().node.updateMany({
    where: { databaseId },
    data: { hostId: "host-1", hostName: "machine-1" },
  });
  const redis = memoryRedisAdmin();
  redis.setInfo(nodeName({ instance: plain.instance, resourceId }, 1), {});
  const engine = { listHosts: async () => [makeHost(), ...hosts] };
  const ctxOf = (user: Parameters<typeof makeContext>[0]) => makeContext(user, { engine, redis });
  return { ctx: ctxOf(owner), ctxOf, app, resourceId, databaseId };
}

const nodesOf = async (databaseId: string) =>
  (await loadDatabase(databaseId)).nodes.map(({ hostId, status }) => `${hostId} ${status}`);

test("a move is a change of host alone, and its room is kept from then on", async () => {
  const { ctx, resourceId, databaseId } = await makeRunning();
  const { id, host } = await moveDatabase(ctx, { resourceId, host: "machine-3" });
  expect(host).toBe("machine-3");
  const { kind, change } = await loadOperation(id);
  expect(kind).toBe("move");
  expect(change).toMatchObject({ fromPlanId: change?.toPlanId, fromVersion: change?.toVersion });
  expect(await nodesOf(databaseId)).toEqual(["host-1 active", "host-3 starting"]);
  const event = await prisma().event.findFirst({ where: { type: "move_database", operationId: id } });
  expect(event?.data).toMatchObject({ resourceId, host: "machine-3" });
  await expect(moveDatabase(ctx, { resourceId, host: "machine-2" })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("without a host it goes where most memory is free", async () => {
  const { ctx, resourceId, databaseId } = await makeRunning();
  expect((await listMoveTargets(ctx, { resourceId })).hosts.map(({ name }) => name)).toEqual([
    "machine-2",
    "machine-3",
  ]);
  await moveDatabase(ctx, { resourceId, host: undefined });
  expect(await nodesOf(databaseId)).toEqual(["host-1 active", "host-2 starting"]);
});

test.each([
  ["a host that is none", others(), "machine-9", { code: "invalid", reason: "host_unknown" }],
  ["its own host", others(), "machine-1", { code: "invalid", reason: "unchanged" }],
  ["a host without room", others({ memoryBytes: 0 }), "machine-2", { code: "conflict", reason: "no_room" }],
  [
    "a host out of reach",
    others({ isReachable: false }),
    "machine-2",
    { code: "conflict", reason: "no_host_ready" },
  ],
])("to %s it is refused, and nothing is written", async (_, hosts, host, refusal) => {
  const { ctx, resourceId, databaseId } = await makeRunning(hosts);
  await expect(moveDatabase(ctx, { resourceId, host })).rejects.toMatchObject(refusal);
  expect(await nodesOf(databaseId)).toEqual(["host-1 active"]);
  expect(await prisma().operation.count({ where: { databaseId, kind: "move" } })).toBe(0);
});

test("a viewer may not, and to a stranger there is no such database", async () => {
  const { ctx, ctxOf, app, resourceId } = await makeRunning();
  const [viewer, stranger] = [await makeUser(), await makeUser()];
  await addCollaborator(ctx, { app: app.name, email: viewer.email, role: "view" });
  const attempt = (user: Parameters<typeof ctxOf>[0]) =>
    moveDatabase(ctxOf(user), { resourceId, host: undefined });
  await expect(attempt(viewer)).rejects.toMatchObject({ code: "forbidden" });
  await expect(attempt(stranger)).rejects.toMatchObject({ code: "not_found", reason: "database" });
  await expect(listMoveTargets(ctxOf(stranger), { resourceId })).rejects.toMatchObject({ code: "not_found" });
});
