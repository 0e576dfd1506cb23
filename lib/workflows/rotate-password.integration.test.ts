import { createHash } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { type CrashPoint, durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { letThrough, makeWorld } from "../../tests/workflow-world";
import { FORMER_KEPT_MS } from "../core/databases/rotation";
import { DomainError } from "../core/errors";
import { HOUR_MS, MINUTE_MS } from "../core/units";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { addDatabaseUser } from "../services/database-users/add-database-user";
import { changeDatabaseUser } from "../services/database-users/change-database-user";
import { endFormerPassword } from "../services/database-users/end-former-password";
import { listDatabaseUsers } from "../services/database-users/list-database-users";
import { rotatePassword as ask } from "../services/database-users/rotate-password";
import { changePlan } from "../services/databases/change-plan";
import { getConnection } from "../services/databases/get-connection";
import { revealVariables } from "../services/variables/reveal-variables";
import { keepUsers } from "./keep-users";
import { rotatePassword } from "./rotate-password";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const hashOf = (password: string) => `#${createHash("sha256").update(password).digest("hex")}`;

async function makeDatabase(source: "image" | "none" = "image") {
  const made = await makeWorld({ source });
  const { resourceId } = await made.addRunning();
  const node = `${INSTANCE}-${resourceId}-node-1`;
  made.redis.setInfo(node, { uptimeSeconds: 3_600 });
  const password = async () => (await getConnection(made.ctx, { resourceId })).password;
  const url = async () =>
    (await revealVariables(made.ctx, { app: made.name, isResolved: false })).find(
      ({ name }) => name === "SCALINGO_REDIS_URL",
    )?.value;
  const accepted = () =>
    made.users
      .usersOf(node)
      [resourceId]?.filter((rule) => rule.startsWith("#"))
      .sort();
  const until = async () => (await listDatabaseUsers(made.ctx, { resourceId })).formerPasswordUntil;
  const keep = (laterMs: number) => keepUsers(made.world, new Date(Date.now() + laterMs), letThrough);
  return { ...made, resourceId, node, password, url, accepted, until, keep };
}

async function rotated(source?: "image" | "none") {
  const made = await makeDatabase(source);
  const old = await made.password();
  const { id } = await ask(made.ctx, { resourceId: made.resourceId });
  await durableRunner(made.world).run(rotatePassword, id);
  expect(await loadOperation(id)).toMatchObject({ status: "succeeded" });
  return { ...made, old, present: await made.password() };
}

const STEPS = 5;
const POINTS = Array.from({ length: STEPS }, (_, index) => index).flatMap((index): CrashPoint[] => [
  { index, when: "before-recording" },
  { index, when: "after-recording" },
]);

test.each(POINTS)(
  "a worker that dies at step $index, $when, is followed by one with the same end",
  async (crash) => {
    const made = await makeDatabase();
    const old = await made.password();
    const { id } = await ask(made.ctx, { resourceId: made.resourceId });
    const runner = durableRunner(made.world);
    await runner.run(rotatePassword, id, { crash });
    await runner.run(rotatePassword, id);
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded", errorMessage: null });
    const present = await made.password();
    expect(present).not.toBe(old);
    expect(await made.url()).toContain(present);
    expect(made.accepted()).toEqual([hashOf(old), hashOf(present)].sort());
    expect(await made.until()).not.toBeNull();
  },
);

test("one that fails before anybody knows the new password leaves the present one alone", async () => {
  const made = await makeDatabase();
  const old = await made.password();
  const { id } = await ask(made.ctx, { resourceId: made.resourceId });
  await durableRunner(made.world).run(rotatePassword, id, { failAt: "add-password" });
  expect(await loadOperation(id)).toMatchObject({ status: "failed" });
  expect(await made.password()).toBe(old);
  expect(made.accepted()).toEqual([hashOf(old)]);
  await ask(made.ctx, { resourceId: made.resourceId });
});

test("an app that does not start again keeps both passwords", async () => {
  const made = await makeDatabase();
  const old = await made.password();
  const { id } = await ask(made.ctx, { resourceId: made.resourceId });
  await durableRunner(made.world).run(rotatePassword, id, { failAt: "restart-app" });
  expect(await loadOperation(id)).toMatchObject({ status: "failed" });
  await made.keep(HOUR_MS);
  expect(made.accepted()).toEqual([hashOf(await made.password()), hashOf(old)].sort());
});

test("the former password ends once nobody is connected who was before, and nobody is disconnected by that", async () => {
  const made = await rotated();
  made.users.setOldestConnection(made.node, new Date(Date.now() - MINUTE_MS));
  await made.keep(MINUTE_MS);
  expect(made.accepted()).toEqual([hashOf(made.present), hashOf(made.old)].sort());
  made.users.setOldestConnection(made.node, new Date(Date.now() + 10_000));
  await made.keep(MINUTE_MS);
  expect(made.accepted()).toEqual([hashOf(made.present)]);
  expect(await made.until()).toBeNull();
  expect(made.users.ended(made.node)).toEqual([]);
  expect(await prisma().event.count({ where: { type: "former_password_ended" } })).toBe(1);
});

test("after a day it ends whoever is connected, and they are disconnected", async () => {
  const made = await rotated("none");
  await made.keep(FORMER_KEPT_MS - MINUTE_MS);
  expect(made.accepted()).toHaveLength(2);
  await made.keep(FORMER_KEPT_MS + MINUTE_MS);
  expect(made.accepted()).toEqual([hashOf(made.present)]);
  expect(made.users.ended(made.node)).toEqual(["default", made.resourceId]);
});

test("a person ends it at once", async () => {
  const made = await rotated();
  made.users.setOldestConnection(made.node, new Date(Date.now() - MINUTE_MS));
  await endFormerPassword(made.ctx, { resourceId: made.resourceId });
  await made.keep(0);
  expect(made.accepted()).toEqual([hashOf(made.present)]);
  expect(made.users.ended(made.node)).toEqual(["default", made.resourceId]);
});

test("one that ended in the records only is ended in Redis by the next round, with every connection", async () => {
  const made = await rotated("none");
  made.users.failNext("adjust", new DomainError("unavailable", "redis_busy", "It is busy."));
  await made.keep(FORMER_KEPT_MS + MINUTE_MS);
  expect(await made.until()).toBeNull();
  expect(made.accepted()).toHaveLength(2);
  await made.keep(0);
  expect(made.accepted()).toEqual([hashOf(made.present)]);
  expect(made.users.ended(made.node)).toEqual(["default", made.resourceId]);
});

test("a plan change that begins in between gives its node no password that ended", async () => {
  const made = await rotated("none");
  await changePlan(made.ctx, { resourceId: made.resourceId, planId: "512m" });
  await made.keep(FORMER_KEPT_MS + MINUTE_MS);
  expect(made.accepted()).toHaveLength(2);
  expect(await made.until()).not.toBeNull();
});

test("what Redis could not be told at once it is told by the next round", async () => {
  const { ctx, users, node, resourceId, keep } = await makeDatabase();
  const key = { resourceId, name: "reader-1" };
  const away = () => users.failNext("apply", new DomainError("unavailable", "redis_busy", "It is busy."));
  away();
  await addDatabaseUser(ctx, { ...key, role: "read-only" });
  expect(users.usersOf(node)["reader-1"]).toBeUndefined();
  away();
  await keep(0);
  await keep(0);
  expect(users.usersOf(node)["reader-1"]).toContain("on");
  away();
  await changeDatabaseUser(ctx, { ...key, isOn: false });
  await keep(0);
  expect(users.usersOf(node)["reader-1"]).toContain("off");
  const ended = users.ended(node).length;
  await keep(0);
  expect(users.ended(node)).toHaveLength(ended);
});
