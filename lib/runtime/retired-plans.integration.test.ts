import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { makeAddon, makeApp } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { databaseMemoryBytes } from "../core/databases/memory";
import { DEFAULT_PLANS, type Plan } from "../core/plans/catalog";
import { MIB } from "../core/units";
import { prisma } from "../db/client";
import { addAddon } from "../services/addons/add-addon";
import { listPlans } from "../services/addons/list-plans";
import { changePlan } from "../services/databases/change-plan";
import { getDatabase } from "../services/databases/get-database";
import { readRetiredPlans, rememberPlans } from "./retired-plans";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const own: Plan = { id: "team", maxMemoryBytes: 100 * MIB, cpus: 0.2, clientsMax: 33, hasBackups: false };

/** A database with the plan `team`, and the catalog of a start after the operator took that plan away. */
async function makeRetired({ isRemembered = true } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "berth-plans-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const { ctx, app } = await makeApp();
  const before = { ...ctx, plans: [...DEFAULT_PLANS, own] };
  const addon = await makeAddon(before, app);
  const planId = own.id;
  await prisma().addon.update({ where: { id: addon.id }, data: { planId } });
  const reservedBytes = BigInt(databaseMemoryBytes(own));
  await prisma().node.updateMany({ data: { planId, reservedBytes } });
  const lines: string[] = [];
  if (isRemembered) await rememberPlans(dataDir, before.plans, (line) => lines.push(line));
  expect(lines).toEqual([]);
  await rememberPlans(dataDir, [...DEFAULT_PLANS, ...readRetiredPlans(dataDir, DEFAULT_PLANS)], (line) =>
    lines.push(line),
  );
  const plans = [...DEFAULT_PLANS, ...readRetiredPlans(dataDir, DEFAULT_PLANS)];
  return { ctx: { ...ctx, plans }, app, addon, lines };
}

test("a plan that was taken away is told at start, and its databases keep it as it was", async () => {
  const { ctx, addon, lines } = await makeRetired();
  expect(lines).toEqual([expect.stringMatching(/^The plan team is no longer offered/)]);
  expect((await getDatabase(ctx, addon)).plan).toEqual({ ...own, isRetired: true });
});

test("of one that nobody remembers the size is taken from what its node reserves", async () => {
  const { ctx, addon } = await makeRetired({ isRemembered: false });
  const { plan } = await getDatabase(ctx, addon);
  expect(plan).toMatchObject({ id: "team", isRetired: true });
  expect(plan.maxMemoryBytes).toBeGreaterThan(50 * MIB);
  expect(plan.maxMemoryBytes).toBeLessThan(150 * MIB);
});

test("nobody can choose it", async () => {
  const { ctx, app, addon } = await makeRetired();
  expect((await listPlans(ctx)).map(({ id }) => id)).not.toContain("team");
  const adding = { app: app.name, provider: "redis", planId: "team", requestKey: randomUUID() } as const;
  await expect(addAddon(ctx, adding)).rejects.toMatchObject({ reason: "unknown_plan" });
  const changing = changePlan(ctx, { resourceId: addon.resourceId, planId: "team", way: "hand-off" });
  await expect(changing).rejects.toMatchObject({ code: expect.stringMatching(/invalid|unavailable/) });
});
