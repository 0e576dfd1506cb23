import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { prisma } from "../db/client";
import { deleteWorker } from "../db/workers";
import { assertNameFree, listOthers, shiftOf } from "./shift";

withDatabase();
beforeEach(async () => void (await prisma().worker.deleteMany()));

afterEach(() => void vi.useRealTimers());

const fallSilent = (id: string) =>
  prisma().worker.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - 60_000) } });

test("of two workers one leads, and the other one when that falls silent or stops", async () => {
  const [first, second] = [shiftOf("worker-1", "here"), shiftOf("worker-2", "there")];
  await second.beat();
  expect([second.leads(), second.isShared()]).toEqual([true, false]);
  await first.beat();
  await second.beat();
  expect([first.leads(), second.leads(), first.isShared(), second.isShared()]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  await fallSilent("worker-1");
  expect(await second.beat()).toEqual(["worker-1"]);
  expect([second.leads(), second.isShared()]).toEqual([true, false]);
  await first.beat();
  await second.beat();
  expect(second.leads()).toBe(false);
  await deleteWorker("worker-1");
  expect(await second.beat()).toEqual([]);
  expect(second.leads()).toBe(true);
});

test.each([
  ["ahead", 60_000],
  ["behind", -60_000],
])("who lives is the same to a worker whose host's clock is %s", async (_name, ms) => {
  const [first, second] = [shiftOf("worker-1", "here"), shiftOf("worker-2", "there")];
  await first.beat();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
  expect(await second.beat()).toEqual([]);
  expect([second.leads(), second.isShared(), await listOthers("there")]).toEqual([false, true, ["worker-1"]]);
  await expect(assertNameFree("worker-1", "there")).rejects.toMatchObject({ reason: "worker_name_taken" });
  vi.useRealTimers();
  await fallSilent("worker-1");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
  expect(await second.beat()).toEqual(["worker-1"]);
});

test("one that never beat does not lead", () => {
  expect(shiftOf("worker-1", "here").leads()).toBe(false);
});

test("a name is one holder's while its worker lives, whoever else starts with it", async () => {
  await shiftOf("worker-1", "here").beat();
  const other = shiftOf("worker-1", "there");
  await expect(other.beat()).rejects.toMatchObject({ code: "conflict", reason: "worker_name_taken" });
  await expect(assertNameFree("worker-1", "there")).rejects.toMatchObject({ reason: "worker_name_taken" });
  await assertNameFree("worker-2", "there");
  // Started again after a crash.
  await assertNameFree("worker-1", "here");
  await shiftOf("worker-1", "here").beat();
  await fallSilent("worker-1");
  expect(await listOthers("there")).toEqual([]);
  await other.beat();
  expect(await listOthers("here")).toEqual(["worker-1"]);
});

test("a row of a former release, which names no holder, is taken", async () => {
  await prisma().worker.create({ data: { id: "worker-1" } });
  expect(await shiftOf("worker-1", "here").beat()).toEqual([]);
});
