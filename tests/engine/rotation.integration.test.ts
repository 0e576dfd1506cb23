import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { appServiceName, nodeName } from "../../lib/core/databases/names";
import { addAddon } from "../../lib/services/addons/add-addon";
import { createApp } from "../../lib/services/apps/create-app";
import { addDatabaseUser } from "../../lib/services/database-users/add-database-user";
import { endFormerPassword } from "../../lib/services/database-users/end-former-password";
import { listDatabaseUsers } from "../../lib/services/database-users/list-database-users";
import { removeDatabaseUser } from "../../lib/services/database-users/remove-database-user";
import { rotatePassword } from "../../lib/services/database-users/rotate-password";
import { changePlan } from "../../lib/services/databases/change-plan";
import { getConnection } from "../../lib/services/databases/get-connection";
import { operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { containerOf, docker, shell } from "./stack";

type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;
let berth: ControlPlane;
beforeAll(async () => {
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

const app = "writing";
const WAIT = { timeout: 60_000, interval: 200 };
/** Reads its variable when it starts, and writes all the time; what is not acknowledged it says. */
const WRITER = `trap "exit 0" TERM; while [ -n "$REDIS_URL" ]; do said=$(redis-cli -u "$REDIS_URL" --no-auth-warning incr writes 2>&1); [ "$said" -gt 0 ] || echo "FAILED $said"; done; sleep 1000 & wait`;

async function makeWriter() {
  const { ctx } = berth;
  const image = "berth-redis:8.0.2";
  const { operationId } = await createApp(ctx, {
    name: app,
    source: "image",
    image,
    command: `sh -c '${WRITER}'`,
  });
  await operationEnded(ctx, { app, operationId: operationId ?? "" });
  const requestKey = randomUUID();
  const asked = await addAddon(ctx, {
    app,
    provider: "redis",
    planId: "free",
    version: "7.0.15",
    requestKey,
  });
  const ended = await operationEnded(ctx, { app, operationId: asked.operationId });
  expect(ended).toMatchObject({ status: "succeeded" });
  return asked.addon.resourceId;
}

test("a rotation refuses no write, survives the worker's death, and both passwords are kept by a hand-off", {
  timeout: 480_000,
}, async () => {
  const { ctx } = berth;
  const resourceId = await makeWriter();
  const service = appServiceName(ctx.instance, app);
  const url = async () => (await getConnection(ctx, { resourceId })).url;
  const ask = async (line: string) =>
    (await shell(await containerOf(ctx.engine, service), `redis-cli --no-auth-warning ${line}`)).trim();
  const ping = (by: string) => ask(`-u ${by} ping`);
  const former = async () => (await listDatabaseUsers(ctx, { resourceId })).formerPasswordUntil;
  const wrote = async (more: number) => {
    const writes = async () => Number(await ask(`-u ${await url()} get writes`));
    const before = await writes();
    await vi.waitFor(async () => expect(await writes()).toBeGreaterThan(before + more), WAIT);
  };
  const done = async ({ id: operationId }: { id: string }) =>
    expect(await operationEnded(ctx, { app, operationId })).toMatchObject({
      status: "succeeded",
      error: null,
    });

  await wrote(20);
  const first = await url();
  const rotation = await rotatePassword(ctx, { resourceId });
  await stepBegun(ctx, { app, operationId: rotation.id }, "restart-app");
  await berth.killWorker();
  berth.startWorker();
  await done(rotation);
  expect(await url()).not.toBe(first);
  await wrote(20);
  await vi.waitFor(async () => expect(await former()).toBeNull(), WAIT);
  expect(await ping(first)).toMatch(/WRONGPASS/);
  await wrote(20);
  expect(await docker("service", "logs", service)).not.toContain("FAILED");

  const second = await url();
  // Somebody whom Berth does not restart stays connected.
  const node = await containerOf(ctx.engine, nodeName({ instance: ctx.instance, resourceId }, 1));
  const { password } = await getConnection(ctx, { resourceId });
  const stay = `(echo PING; sleep 300) | redis-cli --user ${resourceId}`;
  await docker("exec", "-d", "--env", `REDISCLI_AUTH=${password}`, node, "sh", "-c", stay);
  await done(await rotatePassword(ctx, { resourceId }));
  const users = await Promise.all(
    ["reader-one", "reader-two"].map((name) => addDatabaseUser(ctx, { resourceId, name, role: "read-only" })),
  );
  const asUser = ({ user, password }: (typeof users)[number]) =>
    ask(`-h ${resourceId} --user ${user.name} --pass ${password} get writes`);
  await done(await changePlan(ctx, { resourceId, planId: "256m" }));
  const third = await url();
  // Both as long as nobody ends one: of a node that has just started nobody can tell who came by which.
  expect([await ping(second), await ping(third)]).toEqual(["PONG", "PONG"]);
  for (const user of users) expect(await asUser(user)).toMatch(/^\d+$/);
  await removeDatabaseUser(ctx, { resourceId, name: "reader-two" });
  const [one, two] = users;
  if (!one || !two) throw new Error("there are two");
  expect(await asUser(one)).toMatch(/^\d+$/);
  expect(await asUser(two)).toMatch(/WRONGPASS/);
  await endFormerPassword(ctx, { resourceId });
  await vi.waitFor(async () => expect(await former()).toBeNull(), WAIT);
  expect(await ping(second)).toMatch(/WRONGPASS/);
  expect(await ping(third)).toBe("PONG");
  await wrote(20);
});
