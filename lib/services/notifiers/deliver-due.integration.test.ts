import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeApp, plainCipher } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { ownAddress, startHttpReceiver } from "@/tests/receivers";
import { memoryMessenger } from "../../adapters/messages/memory";
import { networkMessenger } from "../../adapters/messages/messenger";
import { AddNotifierInput } from "../../contract/notifiers";
import { MINUTE_MS } from "../../core/units";
import { prisma, transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { childEnvironment } from "../../runtime/config";
import type { Context } from "../context";
import { addNotifier } from "./add-notifier";
import { changeNotifier } from "./change-notifier";
import { deliverer } from "./deliver-due";
import { listDeliveries } from "./list-deliveries";
import { removeNotifier } from "./remove-notifier";

const db = withDatabase();

let receiver: Awaited<ReturnType<typeof startHttpReceiver>>;
beforeAll(async () => {
  receiver = await startHttpReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  await prisma().notifier.deleteMany();
  receiver.received.length = 0;
  receiver.answerBy();
});

const network = () =>
  networkMessenger({ mail: null, allowedNetworks: [`${ownAddress()}/32`], baseUrl: "http://localhost" });

let nowMs = Date.now();
const startWorker = (workerId: string, messenger = network()) =>
  deliverer({
    cipher: plainCipher,
    messenger,
    workerId,
    alone: (_subject, work) => work(),
    now: () => new Date(nowMs),
  });
beforeEach(() => {
  // Later than every row that the tests before have written.
  nowMs = Date.now() + 30_000;
});

async function rounds(worker: ReturnType<typeof startWorker>): Promise<void> {
  await worker.round();
  await worker.settle();
}

const alert = { type: "alert_fired", data: { resourceId: "r-1", kind: "memory", value: 93 } } as const;
const tell = (appId: string) => transaction((tx) => insertEvent(tx, { appId, actorId: null }, alert));

/** A webhook of the app that is told of alerts. */
async function addHook(ctx: Context, app: string, path = "/", changes: object = {}) {
  const messenger = network();
  const given = {
    app,
    platform: "webhook",
    name: path,
    url: `${receiver.url}${path}`,
    kinds: ["alert_fired"],
  };
  const input = AddNotifierInput.parse({ ...given, ...changes });
  const { notifier, secret } = await addNotifier({ ...ctx, messenger }, input);
  return { id: notifier.id, secret, key: { app, notifierId: notifier.id } };
}

const waiting = () => prisma().delivery.count({ where: { endedAt: null } });

test("an event and what is to be sent of it are one: both are written, or neither", async () => {
  const { ctx, app } = await makeApp();
  await addHook(ctx, app.name);
  const broken = transaction(async (tx) => {
    await insertEvent(tx, { appId: app.id, actorId: null }, alert);
    throw new Error("it was not to be");
  });
  await expect(broken).rejects.toThrow("it was not to be");
  expect(await waiting()).toBe(0);
  await tell(app.id);
  expect(await waiting()).toBe(1);
});

test("who is told: those who chose the kind, everything, or are paused never; of no other app, and of people's data nobody", async () => {
  const { ctx, app } = await makeApp();
  const other = await makeApp();
  await addHook(ctx, app.name, "/chosen");
  await addHook(ctx, app.name, "/all", { kinds: [], isAll: true });
  await addHook(ctx, app.name, "/others", { kinds: ["addon_provisioned"] });
  await addHook(ctx, app.name, "/paused", { isActive: false });
  await addHook(other.ctx, other.app.name, "/another", { isAll: true });
  // Of itself and the later ones an app's notifiers are told too.
  await prisma().delivery.deleteMany();
  await tell(app.id);
  const told = { resourceId: "r-1", database: 0, key: "k", change: "set" } as const;
  await transaction((tx) =>
    insertEvent(tx, { appId: app.id, actorId: null }, { type: "key_changed", data: told }),
  );
  await rounds(startWorker("w"));
  expect(receiver.received.map(({ url }) => url).toSorted()).toEqual(["/all", "/chosen"]);
});

test("what was taken is told with its last state and never sent again", async () => {
  const { ctx, app } = await makeApp();
  const { key } = await addHook(ctx, app.name);
  await tell(app.id);
  const worker = startWorker("w");
  await rounds(worker);
  nowMs += 10 * MINUTE_MS;
  await rounds(worker);
  await rounds(startWorker("x"));
  expect(receiver.received).toHaveLength(1);
  const [delivery] = await listDeliveries(ctx, key);
  expect(delivery).toMatchObject({ state: "delivered", tries: 1, title: "Alert Fired", appName: app.name });
  expect(receiver.received[0]?.headers["x-berth-delivery"]).toBe(delivery?.id);
});

test("a receiver that fails is tried again later, with the same id, and told why; the others have theirs", async () => {
  const { ctx, app } = await makeApp();
  const { key } = await addHook(ctx, app.name, "/bad");
  await addHook(ctx, app.name, "/good");
  receiver.answerBy((response, { url }) => void response.writeHead(url === "/bad" ? 503 : 204).end());
  await tell(app.id);
  const worker = startWorker("w");
  await rounds(worker);
  const [failed] = await listDeliveries(ctx, key);
  expect(failed).toMatchObject({ state: "failed", reason: expect.stringContaining("answered 503") });
  expect(Date.parse(failed?.nextTryAt ?? "")).toBe(nowMs + MINUTE_MS);
  receiver.answerBy();
  nowMs += MINUTE_MS;
  await rounds(worker);
  const ids = receiver.received
    .filter(({ url }) => url === "/bad")
    .map(({ headers }) => headers["x-berth-delivery"]);
  expect(ids).toEqual([failed?.id, failed?.id]);
  expect(receiver.received.filter(({ url }) => url === "/good")).toHaveLength(1);
  expect((await listDeliveries(ctx, key))[0]).toMatchObject({ state: "delivered", tries: 2 });
});

test("a receiver that answers nothing keeps nobody waiting but itself", async () => {
  const { ctx, app } = await makeApp();
  await addHook(ctx, app.name, "/hangs");
  await addHook(ctx, app.name, "/good");
  const held: (() => void)[] = [];
  receiver.answerBy((response, { url }) => {
    const take = () => void response.writeHead(204).end();
    if (url === "/hangs") held.push(take);
    else take();
  });
  const worker = startWorker("w");
  await tell(app.id);
  await worker.round();
  await vi.waitFor(() => expect(held).toHaveLength(1));
  await tell(app.id);
  nowMs += 1_000;
  await vi.waitFor(async () => {
    await worker.round();
    expect(receiver.received.filter(({ url }) => url === "/good")).toHaveLength(2);
  });
  expect(held).toHaveLength(1);
  receiver.answerBy();
  held[0]?.();
  await worker.settle();
});

test("a message that nobody takes is given up after a day, and what waits for a paused notifier at once", async () => {
  const { ctx, app } = await makeApp();
  const { key } = await addHook(ctx, app.name);
  const messenger = memoryMessenger({ decide: () => "It answered 500." });
  const worker = startWorker("w", messenger);
  await tell(app.id);
  for (let tries = 0; tries < 10; tries++) {
    await rounds(worker);
    nowMs += 13 * 60 * MINUTE_MS;
  }
  expect((await listDeliveries(ctx, key))[0]).toMatchObject({ state: "given_up", tries: 8 });
  await tell(app.id);
  await changeNotifier(ctx, { ...key, isActive: false });
  expect((await listDeliveries(ctx, key))[0]).toMatchObject({
    state: "given_up",
    reason: "The notifier was paused.",
  });
});

test("two workers at once send each message once", async () => {
  const { ctx, app } = await makeApp();
  await addHook(ctx, app.name);
  for (let count = 0; count < 20; count++) await tell(app.id);
  const workers = [startWorker("w"), startWorker("x")];
  await Promise.all(workers.map(rounds));
  const ids = receiver.received.map(({ headers }) => headers["x-berth-delivery"]);
  expect(ids).toHaveLength(20);
  expect(new Set(ids).size).toBe(20);
});

test("what was taken while the records were away is noted once they are back, and not sent again", async () => {
  const { ctx, app } = await makeApp();
  const { key } = await addHook(ctx, app.name);
  await tell(app.id);
  receiver.answerBy(async (response) => {
    await prisma().$executeRaw`ALTER TABLE deliveries RENAME TO deliveries_away`;
    response.writeHead(204).end();
  });
  const worker = startWorker("w");
  await rounds(worker);
  await prisma().$executeRaw`ALTER TABLE deliveries_away RENAME TO deliveries`;
  receiver.answerBy();
  expect((await listDeliveries(ctx, key))[0]).toMatchObject({ state: "waiting" });
  nowMs += 2 * MINUTE_MS;
  await rounds(worker);
  expect((await listDeliveries(ctx, key))[0]).toMatchObject({ state: "delivered" });
  expect(receiver.received).toHaveLength(1);
});

test("of what has ended the last 50 are kept, and a notifier that is removed stands in no event's way", async () => {
  const { ctx, app } = await makeApp();
  const { key } = await addHook(ctx, app.name);
  for (let count = 0; count < 55; count++) await tell(app.id);
  await rounds(startWorker("w"));
  expect(receiver.received).toHaveLength(55);
  expect(await prisma().delivery.count()).toBe(50);
  await Promise.all([tell(app.id), removeNotifier(ctx, key), tell(app.id)]);
  expect(await prisma().delivery.count()).toBe(0);
});

const startStory = (): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", "tests/notifier-story.ts"], {
    env: childEnvironment({ DATABASE_URL: db.url() }),
    stdio: ["ignore", "inherit", "inherit"],
  });

test("a worker killed with -9 in the middle of a delivery: its next life delivers it, and the receiver takes it once", async () => {
  const { ctx, app } = await makeApp();
  const { key } = await addHook(ctx, app.name);
  const taken: unknown[] = [];
  // The first request is held until nobody is there any more to be answered.
  receiver.answerBy(() => {});
  const first = startStory();
  await tell(app.id);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 60_000 });
  receiver.answerBy((response, { headers }) => {
    taken.push(headers["x-berth-delivery"]);
    response.writeHead(204).end();
  });
  first.kill("SIGKILL");
  await once(first, "exit");
  const second = startStory();
  await vi.waitFor(
    async () => expect((await listDeliveries(ctx, key))[0]).toMatchObject({ state: "delivered", tries: 2 }),
    { timeout: 60_000 },
  );
  second.kill("SIGKILL");
  await once(second, "exit");
  expect(taken).toEqual([receiver.received[0]?.headers["x-berth-delivery"]]);
});
