import { beforeEach, describe, expect, test } from "vitest";
import { type Made, makeDatabase as makeChanging, outcome, untouched } from "../../tests/change-world";
import { durableRunner, plainDeps } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes, seen, type WorkflowWorld } from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { GIB } from "../core/units";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { findImport } from "../db/imports";
import { loadOperation } from "../db/operations";
import { deleteApp } from "../services/apps/delete-app";
import { cancelImport } from "../services/imports/cancel-import";
import { startImport } from "../services/imports/start-import";
import { importKeys } from "./import-keys";
import { endLost } from "./lost";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const SECRET = "password-of-the-source";
const URL = `redis://:${SECRET}@redis.example.org`;
const IMPORTED = 6;
const STEPS = [
  "begin",
  "choose-host",
  "back-up-first",
  "store-secrets",
  "start-node",
  "wait-for-node",
  "copy-keys",
  "check-data",
  "prove-disk",
  "fence-predecessor",
  "open-node",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "stop-predecessor",
  "succeed",
];

async function makeDatabase() {
  const made = await makeChanging();
  // What the real server does by itself: its size is that of its file.
  for (const name of [made.node(2), `${INSTANCE}-${made.resourceId}`])
    made.redis.setInfo(name, { maxMemoryBytes: GIB / 4 });
  return made;
}

const begin = async ({ ctx, resourceId }: Made) =>
  (await startImport(ctx, { resourceId, url: URL, acceptsLoss: true })).id;

const imported = (made: Made) => ({
  ...untouched(made),
  status: "succeeded",
  error: null,
  nodes: ["1 256m removed", "2 256m active"],
  open: [made.node(2)],
  keys: [IMPORTED],
  resources: expect.arrayContaining([`volume ${made.node(1)}`, `volume ${made.node(2)}`]),
});

/** As before, and nothing is known any more of how the source was reached. */
async function expectUntouched(made: Made, id: string, error: string) {
  expect(await outcome(made, id)).toMatchObject({ ...untouched(made), status: "failed", error });
  expect(await findImport(id)).toMatchObject({ urlEncrypted: null });
}

test("the keys come in the place of the present data, which is backed up and kept for an undo", async () => {
  const made = await makeDatabase();
  const id = await begin(made);
  const runner = durableRunner(made.world);
  await runner.run(importKeys, id);
  expect(runner.names).toEqual(STEPS);
  expect(await outcome(made, id)).toMatchObject(imported(made));
  const operation = await loadOperation(id);
  expect(operation.steps.find(({ name }) => name === "copy-keys")?.detail).toEqual({
    leftKeys: 0,
    totalKeys: IMPORTED,
  });
  const [event] = await prisma().event.findMany({ where: { type: "database_imported" } });
  expect(event?.data).toEqual({
    resourceId: made.resourceId,
    source: "redis.example.org:6379",
    keys: IMPORTED,
    lostFieldTimes: 0,
  });
  expect(await findImport(id)).toMatchObject({ urlEncrypted: null });
  expect(await prisma().backup.findMany({ where: { operationId: id }, select: { status: true } })).toEqual([
    { status: "done" },
  ]);
});

test("nothing that is remembered or told holds the password", async () => {
  const made = await makeDatabase();
  const id = await begin(made);
  await durableRunner(made.world).run(importKeys, id);
  const kept = [await loadOperation(id), await prisma().event.findMany(), await findImport(id)];
  expect(JSON.stringify(kept)).not.toContain(SECRET);
});

test.each(STEPS.slice(1, STEPS.indexOf("record-hand-off")))(
  "a failure at %s leaves the present data serving and nothing else behind",
  async (failAt) => {
    const made = await makeDatabase();
    const id = await begin(made);
    await durableRunner(made.world).run(importKeys, id, { failAt });
    await expectUntouched(made, id, (await loadOperation(id)).errorReason ?? "");
  },
);

test.each(crashes(STEPS))("killed $crash.when of $name it goes on to the same end", async ({ crash }) => {
  const made = await makeDatabase();
  const id = await begin(made);
  await crashAndResume(made as WorkflowWorld, importKeys, id, crash);
  expect(await outcome(made, id)).toMatchObject(imported(made));
});

test("a copy that was cut off goes on where it was", async () => {
  const made = await makeDatabase();
  const id = await begin(made);
  const away = new DomainError("unavailable", "source_unreachable", "It cut the connection.");
  made.imports.failNext("copy", away, 2);
  await durableRunner(made.world, { tries: 3 }).run(importKeys, id);
  expect(await outcome(made, id)).toMatchObject(imported(made));
  expect(made.imports.begun()[0]).toBeNull();
  expect(made.imports.begun().length).toBe(3);
});

describe("a cancelled one ends, and the database is as it was", () => {
  test("before it has begun", async () => {
    const made = await makeDatabase();
    const id = await begin(made);
    await cancelImport(made.ctx, { resourceId: made.resourceId });
    await durableRunner(made.world).run(importKeys, id);
    await expectUntouched(made, id, "import_cancelled");
    expect(made.imports.begun()).toEqual([]);
  });

  test("while keys are copied", async () => {
    const made = await makeDatabase();
    const id = await begin(made);
    made.imports.setOnBatch(async () => void (await cancelImport(made.ctx, { resourceId: made.resourceId })));
    await durableRunner(made.world).run(importKeys, id);
    await expectUntouched(made, id, "import_cancelled");
    expect((await seen(made as WorkflowWorld, id)).events).toContain("change_failed");
  });

  test("so does one whose app is deleted while keys are copied", async () => {
    const made = await makeDatabase();
    const id = await begin(made);
    const { name } = await loadApp(made.appId);
    made.imports.setOnBatch(async () => void (await deleteApp(made.ctx, { app: name, confirm: name })));
    await durableRunner(made.world).run(importKeys, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "app_deleted" });
    expect((await outcome(made, id)).open).toEqual([made.node(1)]);
  });

  test("but not once the new data takes over, and never without an import", async () => {
    const made = await makeDatabase();
    const ask = () => cancelImport(made.ctx, { resourceId: made.resourceId });
    await expect(ask()).rejects.toMatchObject({ code: "conflict", reason: "no_import" });
    const id = await begin(made);
    const runner = durableRunner(made.world);
    await runner.run(importKeys, id, {
      crash: { index: STEPS.indexOf("fence-predecessor"), when: "after-recording" },
    });
    await expect(ask()).rejects.toMatchObject({ code: "conflict", reason: "import_settled" });
    await runner.run(importKeys, id);
    expect(await outcome(made, id)).toMatchObject(imported(made));
    await expect(ask()).rejects.toMatchObject({ code: "conflict", reason: "no_import" });
  });
});

test("keys that differ at the end are told, and nothing is replaced", async () => {
  const made = await makeDatabase();
  const id = await begin(made);
  made.imports.failNext("compare", new DomainError("conflict", "keys_differ", "database 0 has 3 keys"));
  await durableRunner(made.world).run(importKeys, id);
  await expectUntouched(made, id, "keys_differ");
});

test("one whose story is lost ends as failed", async () => {
  const made = await makeDatabase();
  const id = await begin(made);
  const runner = durableRunner(made.world);
  await runner.run(importKeys, id, {
    crash: { index: STEPS.indexOf("copy-keys"), when: "after-recording" },
  });
  const { appId, databaseId } = await loadOperation(id);
  const lost = { id, kind: "import", appId, databaseId, workflowStatus: "ERROR" } as const;
  await endLost(plainDeps(made.world), lost);
  // Nobody knows how far it was: the volume of the copy is kept for a day.
  expect(await outcome(made, id)).toMatchObject({
    ...untouched(made),
    status: "failed",
    error: "workflow_lost",
    resources: expect.not.arrayContaining([`service ${made.node(2)}`]),
  });
  expect(await findImport(id)).toMatchObject({ urlEncrypted: null });
});
