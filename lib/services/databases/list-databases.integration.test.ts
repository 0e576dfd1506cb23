import { beforeEach, expect, test } from "vitest";
import { ListDatabasesInput } from "@/lib/contract/database-list";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { MIB } from "../../core/units";
import { prisma } from "../../db/client";
import { listApps } from "../apps/list-apps";
import { findThings } from "../find/find-things";
import { describeDatabase } from "./describe-database";
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

  const { databases, total, pages, hosts } = await listDatabases(mine.ctx, ListDatabasesInput.parse({}));
  expect({ total, pages, hosts }).toEqual({ total: 2, pages: 1, hosts: [] });
  expect(databases.find(({ resourceId }) => resourceId === first.resourceId)).toEqual({
    resourceId: first.resourceId,
    name: null,
    note: null,
    appName: "shop",
    planId: "256m",
    status: "running",
    engine: "redis",
    version: "8.0.2",
    hostName: null,
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

test("what people call a database and note of it is shown and searched, also by its app; hosts narrow the list", async () => {
  const made = await makeApp({ name: "shop" });
  const [first, second] = [await makeAddon(made.ctx, made.app), await makeAddon(made.ctx, made.app)];
  await describeDatabase(made.ctx, { resourceId: second.resourceId, name: "Sessions", note: "Ask Ada." });
  for (const [addon, hostName] of [
    [first, "berlin"],
    [second, "paris"],
  ] as const) {
    const { id: databaseId } = await databaseOf(addon.id);
    await prisma().node.updateMany({ where: { databaseId }, data: { hostName } });
  }
  const { databases, hosts } = await listDatabases(made.ctx, ListDatabasesInput.parse({ q: "SESS" }));
  expect(databases).toMatchObject([{ name: "Sessions", note: "Ask Ada.", hostName: "paris" }]);
  expect(hosts).toEqual(["berlin", "paris"]);
  expect(await idsOf(made, { q: "ask ada" })).toEqual([second.resourceId]);
  expect(await idsOf(made, { host: "berlin" })).toEqual([first.resourceId]);
  expect(await idsOf(made, { host: "rome" })).toEqual([]);
  const all = { q: "sess", host: "paris", plan: "256m" };
  expect(await idsOf(made, all)).toEqual([second.resourceId]);
  expect(await idsOf(made, { ...all, host: "berlin" })).toEqual([]);
  expect(await idsOf(made, { ...all, filter: "attention" })).toEqual([]);
  expect((await listApps(made.ctx, { q: "ASK ada", page: 1 })).apps).toMatchObject([{ name: "shop" }]);
  const found = await findThings(made.ctx, { q: "sessions" });
  expect(found).toEqual({
    apps: [{ name: "shop", image: null }],
    databases: [{ resourceId: second.resourceId, name: "Sessions", appName: "shop" }],
  });
  const stranger = makeContext(await makeUser());
  expect(await findThings(stranger, { q: "sessions" })).toEqual({ apps: [], databases: [] });
});

test("a page beyond the last one answers the last, with its number", async () => {
  const made = await makeApp({ name: "many" });
  await makeAddon(made.ctx, made.app);
  await prisma().$executeRaw`
    INSERT INTO addons (id, "appId", provider, "planId", "resourceId", status, "requestKey")
    SELECT 'ad-' || gen_random_uuid(), ${made.app.id}::uuid, 'redis', '256m', 'zz-' || n, 'running', gen_random_uuid()
    FROM generate_series(100, 160) n`;
  await prisma().$executeRaw`
    INSERT INTO databases (id, "addonId", version) SELECT gen_random_uuid(), id, '8.0.2' FROM addons WHERE "resourceId" LIKE 'zz-%'`;
  const { databases, page, pages, total } = await listDatabases(
    made.ctx,
    ListDatabasesInput.parse({ page: "99" }),
  );
  expect({ page, pages, total }).toEqual({ page: 3, pages: 3, total: 62 });
  expect(databases).toHaveLength(12);
  expect(databases.at(-1)?.resourceId).toBe("zz-160");
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
