import { afterEach, beforeEach, expect, test } from "vitest";
import { makeBackup } from "@/tests/backups";
import { makeAddon, makeApp, makeContext, makeHost, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryRedisAdmin } from "../../adapters/redis/memory";
import { DAY_MS } from "../../core/units";
import { prisma, transaction } from "../../db/client";
import { setNodesGone } from "../../db/gone-data";
import { loadOperation } from "../../db/operations";
import type { Context } from "../context";
import { getDatabase } from "../databases/get-database";
import { listLost } from "./list-lost";
import { restoreLost } from "./restore-lost";

withDatabase();
let admin: Context;
beforeEach(async () => {
  const engine = { listHosts: async () => [makeHost({ id: "host-2" })] };
  admin = makeContext(await makeUser({ isAdmin: true }), { engine, redis: memoryRedisAdmin() });
});
afterEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

/** A running database on a host, with as many proven backups as there are days. */
async function makeOn(hostId: string, ageDays: readonly number[]) {
  const { ctx, app } = await makeApp();
  const { id: addonId, resourceId } = await makeAddon(ctx, app);
  const { id: databaseId } = await getDatabase(ctx, { resourceId });
  await prisma().node.updateMany({ where: { databaseId }, data: { hostId, planId: "256m" } });
  await prisma().addon.update({ where: { id: addonId }, data: { planId: "256m" } });
  const made: string[] = [];
  for (const days of ageDays)
    made.push(await makeBackup(databaseId, { createdAt: new Date(Date.now() - days * DAY_MS) }));
  // Of whatever database it is, it is not brought back in the place of the lost data.
  await makeBackup(databaseId, { method: "uploaded" });
  await makeBackup(databaseId, { status: "error", errorReason: "x", errorMessage: "x", provenAt: null });
  return { resourceId, databaseId, newest: made.at(-1) ?? null };
}

const loseHosts = () => transaction((tx) => setNodesGone(tx, ({ hostId }) => hostId !== "host-2"));

test("all databases of hosts that are gone are restored from their newest proven backup, and no others", async () => {
  const [one, none] = [await makeOn("host-1", [2, 1]), await makeOn("host-1", [])];
  const well = await makeOn("host-2", [1]);
  const gone = (await loseHosts()).map(({ resourceId }) => resourceId);
  expect(gone.sort()).toEqual([one.resourceId, none.resourceId].sort());
  expect(await loseHosts()).toEqual([]);
  expect((await listLost(admin)).map(({ resourceId, backupAt }) => [resourceId, backupAt !== null])).toEqual(
    expect.arrayContaining([
      [one.resourceId, true],
      [none.resourceId, false],
    ]),
  );

  const begun = new Map((await restoreLost(admin)).map((each) => [each.resourceId, each]));
  expect([...begun.keys()]).not.toContain(well.resourceId);
  expect(begun.get(none.resourceId)).toMatchObject({
    operationId: null,
    reason: expect.stringContaining("no proven"),
  });
  const operationId = begun.get(one.resourceId)?.operationId ?? "";
  expect(await loadOperation(operationId)).toMatchObject({ kind: "restore", backupId: one.newest });

  const again = (await restoreLost(admin)).find(({ resourceId }) => resourceId === one.resourceId);
  expect(again).toMatchObject({ operationId: null, reason: expect.any(String) });
});

test("volumes and loans on hosts that are gone are waited for by nobody", async () => {
  const { databaseId } = await makeOn("host-1", []);
  const kept = new Date(Date.now() - DAY_MS);
  const [node] = await prisma().node.findMany({ where: { databaseId } });
  await prisma().node.update({ where: { id: node?.id ?? "" }, data: { cpuLentUntil: kept } });
  const { id: _, ...columns } = node ?? { id: "" };
  await prisma().node.create({
    data: {
      ...columns,
      databaseId,
      number: 9,
      version: "8.0.2",
      planId: "256m",
      reservedBytes: 1n,
      status: "removed",
      volumeKeptUntil: kept,
      hostId: "host-1",
    },
  });
  await loseHosts();
  const nodes = await prisma().node.findMany({ where: { databaseId }, orderBy: { number: "asc" } });
  expect(nodes).toMatchObject([
    { dataGoneAt: expect.any(Date), cpuLentUntil: null },
    { volumeRemovedAt: expect.any(Date) },
  ]);
});

test("nobody but an administrator may look or restore", async () => {
  const ctx = makeContext(await makeUser());
  await expect(listLost(ctx)).rejects.toMatchObject({ code: "forbidden" });
  await expect(restoreLost(ctx)).rejects.toMatchObject({ code: "forbidden" });
});
