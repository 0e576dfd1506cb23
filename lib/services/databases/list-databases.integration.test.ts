import { beforeEach, expect, test } from "vitest";
import { ListDatabasesInput } from "@/lib/contract/database-list";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { MIB } from "../../core/units";
import { prisma } from "../../db/client";
import { listDatabases } from "./list-databases";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

type Made = Awaited<ReturnType<typeof makeApp>>;
type Seen = { usedMemoryBytes?: number; connections?: number; failure?: string | null };

const idsOf = async (made: Pick<Made, "ctx">, input: Record<string, string> = {}) =>
  (await listDatabases(made.ctx, ListDatabasesInput.parse(input))).databases.map(
    ({ resourceId }) => resourceId,
  );

const databaseOf = (addonId: string) => prisma().database.findUniqueOrThrow({ where: { addonId } });

async function see(addonId: string, seen: Seen): Promise<void> {
  const { id } = await databaseOf(addonId);
  const latest = JSON.stringify({
    redis: { usedMemoryBytes: seen.usedMemoryBytes ?? 0 },
    connections: seen.connections ?? 0,
    failure: seen.failure ?? null,
  });
  await prisma().$executeRaw`
    INSERT INTO database_stats ("databaseId", "firstAt", "sampledAt", latest) VALUES (${id}::uuid, now(), now(), ${latest}::jsonb)`;
}

test("databases of all apps one may see, with what was last seen of them", async () => {
  const mine = await makeApp({ name: "shop", image: "Registry/Shop:1.5", source: "image" });
  const theirs = await makeApp({ name: "blog" });
  const [first, second] = [
    await makeAddon(mine.ctx, mine.app),
    await makeAddon(mine.ctx, mine.app, { version: "7.0.15" }),
  ];
  const other = await makeAddon(theirs.ctx, theirs.app);
  await see(first.id, { usedMemoryBytes: 64 * MIB, connections: 20 });
  await see(second.id, { usedMemoryBytes: 128 * MIB, failure: "It does not answer." });

  const { databases, total, pages } = await listDatabases(mine.ctx, ListDatabasesInput.parse({}));
  expect({ total, pages }).toEqual({ total: 2, pages: 1 });
  expect(databases.find(({ resourceId }) => resourceId === first.resourceId)).toEqual({
    resourceId: first.resourceId,
    appName: "shop",
    planId: "256m",
    status: "running",
    version: "8.0.2",
    upgradeTo: null,
    memoryRatio: 0.25,
    connectionsRatio: 0.1,
    failure: null,
    isDataGone: false,
    firingAlerts: 0,
    provenAt: null,
  });
  expect(await idsOf(mine, { order: "memory" })).toEqual([second.resourceId, first.resourceId]);
  expect(await idsOf(mine, { order: "connections" })).toEqual([first.resourceId, second.resourceId]);
  expect(await idsOf(mine, { filter: "upgrade" })).toEqual([second.resourceId]);
  expect(await idsOf(mine, { filter: "attention" })).toEqual([second.resourceId]);
  expect(await idsOf(mine, { plan: "1g" })).toEqual([]);
  expect(await idsOf(mine, { q: "SHOP:1.5" })).toHaveLength(2);
  expect(await idsOf(mine, { q: first.resourceId.toUpperCase() })).toEqual([first.resourceId]);
  expect(await idsOf(mine, { q: "blog" })).toEqual([]);
  expect(await idsOf(mine, { page: "7" })).toHaveLength(2);

  const admin = { ctx: makeContext(await makeUser({ isAdmin: true })) };
  expect(await idsOf(admin, { q: "BLOG" })).toEqual([other.resourceId]);
  expect(await idsOf({ ctx: makeContext(await makeUser()) })).toEqual([]);
});

test("one that failed, whose data is gone or that has an alert needs attention; a removed one is not listed", async () => {
  const made = await makeApp();
  const [well, failed, removed, gone, alert] = [
    await makeAddon(made.ctx, made.app),
    await makeAddon(made.ctx, made.app, { status: "failed" }),
    await makeAddon(made.ctx, made.app, { status: "removed" }),
    await makeAddon(made.ctx, made.app),
    await makeAddon(made.ctx, made.app),
  ];
  await see(well.id, {});
  await prisma().node.updateMany({
    where: { databaseId: (await databaseOf(gone.id)).id },
    data: { dataGoneAt: new Date() },
  });
  const { id } = await databaseOf(alert.id);
  await prisma().$executeRaw`
    INSERT INTO alert_states ("databaseId", kind, "breachedAt", "firedAt", value) VALUES (${id}::uuid, 'memory', now(), now(), 95)`;
  const wanted = [failed, gone, alert].map(({ resourceId }) => resourceId).sort();
  expect(await idsOf(made, { filter: "attention" })).toEqual(wanted);
  expect(await idsOf(made)).not.toContain(removed.resourceId);
  expect(await idsOf(made)).toHaveLength(4);
});
