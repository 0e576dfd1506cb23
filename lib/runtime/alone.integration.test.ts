import { expect, test } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { makeWorld } from "@/tests/workflow-world";
import { DomainError } from "../core/errors";
import type { Subject } from "../core/events/upkeep";
import { prisma } from "../db/client";
import { sweep } from "../workflows/sweep";
import { aloneKeeper } from "./alone";

withDatabase();

const eventsOf = (appId: string) =>
  prisma().event.findMany({
    where: { appId, type: "upkeep_failed" },
    select: { data: true, databaseId: true },
  });

const subject = (appId: string): Subject => ({
  work: "restore",
  id: "a-database",
  name: "my-app-3000",
  appId,
  databaseId: null,
});

test("the third failure in a row is told on the app's timeline, once until it got through", async () => {
  const { appId } = await makeWorld();
  const alone = aloneKeeper();
  const about = subject(appId);
  const failing = () => alone(about, () => Promise.reject(new Error("the host is gone")));
  await failing();
  await failing();
  expect(await eventsOf(appId)).toEqual([]);
  await failing();
  await failing();
  const told = {
    data: { work: "restore", name: "my-app-3000", reason: "the host is gone" },
    databaseId: null,
  };
  expect(await eventsOf(appId)).toEqual([told]);
  await alone(about, async () => {});
  await failing();
  await failing();
  expect(await eventsOf(appId)).toEqual([told]);
  await failing();
  expect(await eventsOf(appId)).toEqual([told, told]);
});

test("each kind of work, and each thing, is counted for itself", async () => {
  const { appId } = await makeWorld();
  const alone = aloneKeeper();
  const failing = (about: Partial<Subject>) =>
    alone({ ...subject(appId), ...about }, () => Promise.reject(new Error("no")));
  for (const id of ["one", "two", "three"]) await failing({ id });
  for (const work of ["sample", "keep-logs"] as const) await failing({ work });
  expect(await eventsOf(appId)).toEqual([]);
});

test("without the records or the engine the round ends: nothing could be done for anybody", async () => {
  const { appId } = await makeWorld();
  for (const reason of ["records_unreachable", "engine_unreachable"]) {
    const away = new DomainError("unavailable", reason, "It does not answer.");
    await expect(aloneKeeper()(subject(appId), () => Promise.reject(away))).rejects.toBe(away);
  }
});

test("a database that cannot be looked after stops no other one in the sweep", async () => {
  const made = await makeWorld();
  const first = await made.addRunning();
  const second = await made.addRunning();
  const services = async () =>
    (await made.engine.listResources()).flatMap(({ type, name }) => (type === "service" ? [name] : []));
  const nodeOf = ({ resourceId }: { resourceId: string }) => `${made.world.instance}-${resourceId}-node-1`;
  for (const addon of [first, second]) await made.engine.removeService(nodeOf(addon), 1_000);
  // A plan that the operator took out of the catalog.
  await prisma().node.updateMany({
    where: { database: { addon: { resourceId: first.resourceId } } },
    data: { planId: "gone" },
  });
  const alone = aloneKeeper();
  for (let round = 0; round < 3; round++) await sweep(made.world, new Date(), alone);
  expect(await services()).toContain(nodeOf(second));
  expect(await services()).not.toContain(nodeOf(first));
  expect(await eventsOf(made.appId)).toMatchObject([{ data: { work: "restore", name: first.resourceId } }]);
});
