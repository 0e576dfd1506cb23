import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { nodeName } from "../../lib/core/databases/names";
import { HOUR_MS, MIB, MINUTE_MS } from "../../lib/core/units";
import { prisma } from "../../lib/db/client";
import { platform } from "../../lib/runtime/container";
import { changePlan } from "../../lib/services/databases/change-plan";
import { sweep } from "../../lib/workflows/sweep";
import { letThrough } from "../workflow-world";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { dataOf } from "./data";
import { containerOf, docker } from "./stack";

type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

let berth: ControlPlane;
beforeAll(async () => {
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

/** A change whose copy has begun and does not end, and whose worker was killed with -9 in the middle of it. */
async function killInCopy(app: string) {
  const asked = await askForDatabase(berth.ctx, app, "256m");
  await operationEnded(berth.ctx, asked);
  const { resourceId } = asked;
  await (await dataOf(berth.ctx, resourceId)).fill(100 * MIB);
  const name = (number: number) => nodeName({ instance: berth.ctx.instance, resourceId }, number);
  const cpus = async (number: number) => {
    const container = await containerOf(berth.ctx.engine, name(number));
    return Number(await docker("inspect", "--format", "{{.HostConfig.NanoCpus}}", container)) / 1e9;
  };
  const before = await containerOf(berth.ctx.engine, name(1));
  const { id } = await changePlan(berth.ctx, { resourceId, planId: "512m" });
  const key = { app, operationId: id };
  await stepBegun(berth.ctx, key, "start-replication");
  const successor = await containerOf(berth.ctx.engine, name(2));
  await vi.waitFor(async () => expect(await cpus(1)).toBe(1.25), { timeout: MINUTE_MS, interval: 5 });
  await docker("pause", successor);
  await berth.killWorker();
  return { key, successor, before, cpus, name };
}

test("a node whose worker was killed in the middle of its copy has its own limit once the change has ended", async () => {
  const { key, successor, cpus } = await killInCopy("lent-killed");
  await docker("unpause", successor);
  berth.startWorker();
  expect(await operationEnded(berth.ctx, key)).toMatchObject({ status: "succeeded", error: null });
  expect(await cpus(2)).toBe(0.5);
  expect(await prisma().node.count({ where: { cpuLentUntil: { not: null }, status: "active" } })).toBe(0);
}, 360_000);

test("a node whose operation nobody ends has its own limit again by the sweep, and never restarted", async () => {
  const { key, successor, before, cpus, name } = await killInCopy("lent-lost");
  await prisma().$executeRaw`DELETE FROM dbos.workflow_status WHERE workflow_uuid = ${key.operationId}`;
  await sweep(platform(), new Date(), letThrough);
  expect(await cpus(1)).toBe(1.25);
  await sweep(platform(), new Date(Date.now() + 3 * HOUR_MS), letThrough);
  expect(await cpus(1)).toBe(0.25);
  expect(await containerOf(berth.ctx.engine, name(1))).toBe(before);
  await docker("unpause", successor);
}, 360_000);
