import { expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { findAddonByResourceId } from "../../db/addons";
import { setAlertState } from "../../db/alerts";
import { prisma, transaction } from "../../db/client";
import type { Context } from "../context";
import { getBell } from "./get-bell";
import { getBellNews } from "./get-bell-news";
import { lookAtBell } from "./look-at-bell";

withDatabase();

async function fire(resourceId: string, firedAtMs: number | null): Promise<void> {
  const databaseId = (await findAddonByResourceId(resourceId))?.databaseId ?? "";
  const state = { breachedAtMs: 0, firedAtMs, value: 93 };
  await transaction((tx) => setAlertState(tx, { databaseId, kind: "memory" }, state));
}

const ended = async (ctx: Context) => (await getBell(ctx)).ended;

test("who has access sees what fires and what ended, and nobody else", async () => {
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  await fire(resourceId, 1_000);
  const bell = await getBell(ctx);
  expect(bell.alerts).toEqual([
    { resourceId, appName: app.name, kind: "memory", value: 93, since: new Date(1_000).toISOString() },
  ]);
  expect(bell.ended).toMatchObject([
    { label: "Make the database", appName: app.name, resourceId, isFailed: false, isNew: true },
  ]);
  expect(await getBellNews(ctx)).toEqual({ firing: 1, failed: 0, ended: 1 });
  const stranger = makeContext(await makeUser());
  expect(await getBell(stranger)).toMatchObject({ alerts: [], ended: [] });
  expect(await getBellNews(stranger)).toEqual({ firing: 0, failed: 0, ended: 0 });
  await fire(resourceId, null);
  expect(await getBellNews(ctx)).toMatchObject({ firing: 0 });
});

test("what one has looked at is new no more, what ended since is; each person looks for themselves", async () => {
  const { ctx, app } = await makeApp();
  const admin = makeContext(await makeUser({ isAdmin: true }));
  await makeAddon(ctx, app);
  const { at } = await getBell(ctx);
  await makeAddon(ctx, app, { status: "failed" });
  await lookAtBell(ctx, { until: new Date(at) });
  expect((await ended(ctx)).map(({ isNew, isFailed }) => [isNew, isFailed])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(await getBellNews(ctx)).toMatchObject({ failed: 1, ended: 0 });
  await lookAtBell(ctx, {});
  await lookAtBell(ctx, { until: new Date(0) });
  expect(await getBellNews(ctx)).toEqual({ firing: 0, failed: 0, ended: 0 });
  expect((await getBellNews(admin)).failed).toBeGreaterThan(0);
});

test("of what Berth does by itself only a failure is told", async () => {
  const { ctx, app } = await makeApp();
  await makeAddon(ctx, app);
  await makeAddon(ctx, app, { status: "failed" });
  await prisma().operation.updateMany({ where: { appId: app.id }, data: { actorId: null } });
  expect((await ended(ctx)).map(({ isFailed, message }) => [isFailed, message])).toEqual([
    [true, "No host has room."],
  ]);
});

test("a token looks at nothing in a person's place", async () => {
  const { owner } = await makeApp();
  const token = makeContext(owner, { actor: { sessionId: null, tokenId: "t" } });
  await expect(lookAtBell(token, {})).rejects.toMatchObject({ code: "forbidden" });
});
